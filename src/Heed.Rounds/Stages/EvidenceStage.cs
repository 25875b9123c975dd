using Heed.Evaluation.Likelihood;
using Heed.Evaluation.Policies;
using Heed.Evaluation.RewardModels;
using Heed.Language.Texts;
using Heed.Learning.Packing;
using Heed.Learning.RewardModelling;
using Heed.Learning.Scoring;
using Heed.Models.Generation;
using Heed.Models.Training;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Rounds.Recipes;

namespace Heed.Rounds.Stages;

/// <summary>
/// Base, fine-tuned model and policy answer the same held-out prompts; the reward model and, where there is one, the hidden truth judge
/// them. The reward model is tested on pairs of fresh answers and on held-out votes. Writes evidence.json.
/// </summary>
public sealed class EvidenceStage(EvidenceInputs inputs, EvidenceRecipe recipe, ulong seed, StageContext context)
{
    public const string Result = "evidence.json";

    private const int FewestVotes = 10, AnswersForEntropy = 256;

    public EvidenceResult Run(string output)
    {
        using var reward = RewardModel.Load(inputs.Reward);
        using var reference = ModelFolder.Load(inputs.Finetuned);
        var prompts = Take(inputs.Prompts, recipe.Prompts, reference);
        var models = Models().Select(m => Answer(m.Name, m.Folder, prompts, reference.Model)).ToList();
        var comparison = Comparison(reward, reference).Compare([.. prompts.Select(p => new Prompt(p.Id, p.Conversation()))], models);
        var rated = HeldOutVotes(reference);
        var votes = Judged(rated, reward);
        var result = new EvidenceResult
        {
            Comparison = comparison,
            Reward = RewardFigures(reward, reference),
            Preferences = votes.Count < FewestVotes ? null : RewardModelFigures.Of(votes, inputs.VotesCeiling, recipe.ClearGap, seed),
            Agreement = votes.Count < FewestVotes ? null : Agreement(rated, votes, reference.Model),
            Path = OptimisationPath(),
        };
        JsonLines.WriteDocument(Path.Combine(output, Result), result);
        return result;
    }

    private IEnumerable<(string Name, string Folder)> Models()
    {
        if (inputs.Base is { } folder) yield return ("base", folder);
        yield return ("sft", inputs.Finetuned);
        yield return ("policy", inputs.Policy);
    }

    private AnsweringModel Answer(string name, string path, IReadOnlyList<PromptRecord> prompts, Decoder reference)
    {
        using var model = Open(path);
        var sampled = model.Respond(prompts.Select(p => p.Conversation()), Sampling(), seed, 1, context.Cancellation);
        var scored = Likelihood.Of(reference, sampled);
        var own = new TokenScorer(model.Model).Score([.. sampled.Take(AnswersForEntropy).Select(s => new ScoredSequence([.. s.Prompt, .. s.Tokens], s.Prompt.Length))], context.Cancellation);
        return new AnsweringModel(name, [.. sampled.Select((s, i) => new Answer(s.Answer.Text, s.Tokens, s.Answer.Ended)
        {
            Kl = ResponseKl.Of(s.LogProbs, scored[i]).LogRatio,
            Entropy = i < own.Count && own[i].Entropies.Length > 0 ? own[i].Entropies.Average() : null,
        })]);
    }

    /// <summary>A base model has no chat template of its own: it is asked in the fine-tuned one's.</summary>
    private ModelFolder Open(string path)
    {
        var model = ModelFolder.Load(path);
        return model.Template is not null ? model : model.WithTokenizerOf(inputs.Finetuned);
    }

    private PolicyComparison Comparison(RewardModel reward, ModelFolder tokens) => new()
    {
        Reward = answers => reward.Score([.. answers.Select(a => new AnsweredPrompt(tokens.EncodePrompt(a.Prompt.Conversation), [.. a.Answer.Tokens]))]),
        Gold = inputs.Truth is { } truth ? answers => [.. answers.Select(a => truth.Gold(a.Prompt.Id, a.Answer.Text, a.Answer.Ended))] : null,
        Right = inputs.Truth is { } known ? a => known.Right(a.Prompt.Id, a.Answer.Text) : null,
        Inappropriate = inputs.Truth is { } harm ? a => harm.Inappropriate(a.Prompt.Id, a.Answer.Text) : null,
        Seed = seed,
        Samples = recipe.Samples,
    };

    /// <summary>Two fresh answers of the fine-tuned model to each test prompt: the reward model's order against gold.</summary>
    private RewardModelFigures? RewardFigures(RewardModel reward, ModelFolder model)
    {
        if (inputs.RewardPrompts is null || inputs.Truth is not { } truth) return null;
        var prompts = Take(inputs.RewardPrompts, recipe.RewardPrompts, model);
        var answers = model.Respond(prompts.Select(p => p.Conversation()), Sampling(), seed + 1, 2, context.Cancellation);
        var scores = reward.RawScores([.. answers.Select(a => new AnsweredPrompt(a.Prompt, a.Tokens))]);
        var gold = answers.Select((a, i) => truth.Gold(prompts[i / 2].Id, a.Answer.Text, a.Answer.Ended)).ToArray();
        var pairs = prompts.Select((_, i) => new RewardPair(scores[2 * i] - scores[2 * i + 1], gold[2 * i] > gold[2 * i + 1] ? 1 : gold[2 * i] < gold[2 * i + 1] ? 0 : 0.5,
            answers[2 * i].Tokens.Length - answers[2 * i + 1].Tokens.Length, gold[2 * i] - gold[2 * i + 1])).ToList();
        return RewardModelFigures.Of(pairs, null, recipe.ClearGap, seed);
    }

    /// <summary>The held-out votes that fit the model.</summary>
    private List<RatedPair> HeldOutVotes(ModelFolder model)
    {
        var room = model.Model.Config.MaxPositions;
        return inputs.HeldOutPreferences is not { } file ? []
            : [.. RatedPairs.Read(GivenRecords.Preferences(file), model).Where(r => r.First.Length <= room && r.Second.Length <= room)];
    }

    private static List<RewardPair> Judged(List<RatedPair> rated, RewardModel reward)
    {
        if (rated.Count == 0) return [];
        var (first, second) = (reward.RawScores([.. rated.Select(r => r.First)]), reward.RawScores([.. rated.Select(r => r.Second)]));
        return [.. rated.Select((r, i) => new RewardPair(first[i] - second[i], r.FirstBetter > 0.5 ? 1 : 0, r.First.Answer.Length - r.Second.Answer.Length))];
    }

    /// <summary>Who agrees with people: each scorer's margin of the preferred answer over the other.</summary>
    private IReadOnlyList<PreferenceAgreement> Agreement(List<RatedPair> rated, List<RewardPair> votes, Decoder reference)
    {
        using var policy = ModelFolder.Load(inputs.Policy);
        double Towards(int i, double margin) => votes[i].FirstPreferred > 0.5 ? margin : -margin;
        var ratios = PreferenceMargins.Of(policy.Model, reference,
            [.. rated.Select(r => new TokenisedPreference(r.First.Prompt, r.First.Answer, r.Second.Answer))], context.Cancellation);
        return
        [
            PreferenceAgreement.Of("reward model", [.. votes.Select((v, i) => Towards(i, v.Margin))]),
            PreferenceAgreement.Of("policy's log-ratio", [.. ratios.Select((r, i) => Towards(i, r))]),
            PreferenceAgreement.Of("the longer answer", [.. votes.Select((v, i) => Towards(i, v.LengthDifference))]),
        ];
    }

    /// <summary>The samples that the alignment left along its way, judged now.</summary>
    private List<OptimisationPoint>? OptimisationPath()
    {
        if (inputs.Samples is not { } file || !File.Exists(file)) return null;
        return [.. JsonLines.Read<PolicySample>(file).Select(s => new OptimisationPoint(s.Step, s.Kl, s.Reward,
            inputs.Truth is { } truth ? s.Answers.Average(a => truth.Gold(a.PromptId, a.Text, a.Ended)) : null))];
    }

    private SamplingOptions Sampling() => new() { Temperature = recipe.Temperature, MaxNewTokens = recipe.MaxNewTokens };

    /// <summary>The first prompts that leave room for an answer.</summary>
    private List<PromptRecord> Take(string file, int count, ModelFolder model)
    {
        var prompts = FittingPrompts.Read(file, model, recipe.MaxNewTokens, context);
        return count > 0 ? [.. prompts.Take(count)] : prompts;
    }
}
