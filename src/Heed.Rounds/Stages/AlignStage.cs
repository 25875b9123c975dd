using Heed.Learning.PolicyOptimization;
using Heed.Learning.Scoring;
using Heed.Models.Checkpoints;
using Heed.Models.Generation;
using Heed.Rounds.Files;
using Heed.Rounds.Models;
using Heed.Rounds.Planning;
using Heed.Rounds.Recipes;

namespace Heed.Rounds.Stages;

/// <summary>A fine-tuned model, a reward model and prompts → the policy: model/, journal and samples.jsonl.</summary>
public sealed class AlignStage(AlignRecipe recipe, StageContext context)
{
    public const string Samples = "samples.jsonl";

    public AlignResult Run(string output)
    {
        var started = context.Clock.GetTimestamp();
        using var reference = ModelFolder.Load(recipe.Model, recipe.Training.Adapter?.Base ?? default);
        using var reward = RewardModel.Load(recipe.Reward);
        var resolved = ComputeRecipe.Resolve(recipe, reference.Model.Config, output, context);
        resolved.Apply(reference.Model);
        resolved.Apply(reward.Network);
        var prompts = FittingPrompts.Read(recipe.Prompts, reference, recipe.Training.MaxNewTokens, context).Select(p => reference.EncodePrompt(p.Conversation())).ToList();
        MemoryNeed.Require(StageLoads.Align(recipe.Training, reference.Model.Plan, prompts.Average(p => p.Length)));
        using var training = new PolicyTrainer(recipe.Training, reference.Model, reward, prompts, reference.EndIds());
        using var generator = recipe.SamplePrompts is null ? null : new Generator(training.Policy);
        var end = new TrainingRun(training, resolved, recipe.Training.Saving, context)
        {
            AtBorder = done =>
            {
                if (generator is null || (done % recipe.SampleEvery != 0 && done != training.Steps)) return;
                var file = Path.Combine(output, Samples);
                var earlier = File.Exists(file) ? JsonLines.Read<PolicySample>(file).Where(s => s.Step < done) : [];
                JsonLines.Write(file, [.. earlier, Sample(generator, reference, reward, done)]);
            },
        }.Run(output);
        return Save(output, reference, training, end, context.Clock.GetElapsedTime(started).TotalSeconds);
    }

    private AlignResult Save(string output, ModelFolder reference, PolicyTrainer training, Heed.Learning.TrainingEnd end, double seconds)
    {
        var target = Path.Combine(output, PretrainStage.Model);
        training.SaveModel(target);
        reference.Tokenizer.Save(target);
        GenerationConfig.Carry(recipe.Model, target);
        ModelCard.Carry(recipe.Model, target, "Aligned against a reward model, with Heed.");
        if (!training.Policy.Config.ScoreHead) ModelFolder.SaveAdapter(Path.Combine(output, PretrainStage.Adapter), training.Policy, reference.Tokenizer, recipe.Model);
        var result = new AlignResult(target, end.Steps, training.BestStep, end.Figures.GetValueOrDefault("best_reward"), end.Figures.GetValueOrDefault("best_kl"), end.Stopped, seconds);
        JsonLines.WriteDocument(Path.Combine(output, PretrainStage.Result), result);
        return result;
    }

    /// <summary>What the policy says now to prompts it does not learn from: kept as text, to be judged after training.</summary>
    private PolicySample Sample(Generator generator, ModelFolder reference, RewardModel reward, long step)
    {
        generator.Refresh();
        var asked = GivenRecords.Prompts(recipe.SamplePrompts!).Where(p => reference.Fits(p.Conversation(), recipe.Training.MaxNewTokens)).Take(recipe.Samples).ToList();
        var options = new SamplingOptions { Temperature = recipe.Training.Temperature, MaxNewTokens = recipe.Training.MaxNewTokens, EndIds = reference.EndIds() };
        var completions = generator.Generate([.. asked.Select(p => reference.EncodePrompt(p.Conversation()))], options, recipe.Training.Seed + (ulong)step, 1, context.Cancellation);
        var answers = Array.ConvertAll(completions, c => new SampledAnswer(c.Prompt, c.Tokens, c.LogProbs, new AnswerRecord(reference.Template!.ReadAnswer(reference.Tokenizer.Decode(c.Tokens)), c.Ended)));
        var scored = Likelihood.Of(reference.Model, answers);
        var kl = answers.Select((a, i) => a.LogProbs.Zip(scored[i], (p, r) => (double)p - r).Sum()).Average();
        var scores = reward.Score([.. answers.Select(a => new Heed.Learning.Packing.AnsweredPrompt(a.Prompt, a.Tokens))]);
        return new PolicySample(step, scores.Average(), kl, [.. answers.Select((a, i) => new SampleAnswer(asked[i].Id, a.Answer.Text, a.Answer.Ended))]);
    }
}

/// <param name="BestStep">Updates that the kept policy had seen.</param>
/// <param name="Stopped">Why it ended before its last step; null where it did not.</param>
public sealed record AlignResult(string Model, long Steps, long BestStep, double BestReward, double BestKl, string? Stopped, double Seconds);
