using System.Text.Json;
using Heed.Learning.PolicyOptimization.Advantages;
using Heed.Learning.PolicyOptimization.Losses;
using Heed.Learning.PolicyOptimization.Shaping;
using Heed.Learning.Scoring;
using Heed.Models.Training;
using Heed.Runs;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization;

/// <summary>
/// Proximal policy optimisation against a reward model with a KL price (Schulman et al. 2017, arXiv 1707.06347; Ziegler et al. 2019,
/// arXiv 1909.08593; Ouyang et al. 2022, arXiv 2203.02155, section 3.5), or with advantages from groups of answers instead of a critic.
/// </summary>
public sealed class PolicyTrainer : ITraining, IDisposable
{
    private readonly PolicyRecipe _recipe;
    private readonly Decoder _policy, _reference;
    private readonly RewardModel _reward;
    private readonly Critic? _critic;
    private readonly RolloutSampler _sampler;
    private readonly KlShapedRewards _shaping;
    private readonly AdvantageEstimator _estimator;
    private readonly Whitening? _whitening;
    private readonly PolicyUpdate _update;
    private readonly BestPolicy _best = new();
    private KlCoefficient _kl;
    private Rollout? _rollout;
    private string? _stop;

    /// <summary>Training that has not begun.</summary>
    /// <param name="recipe">The settings.</param>
    /// <param name="reference">The fine-tuned model: where the policy starts and what KL is measured to. It is not changed, and must outlive this.</param>
    /// <param name="reward">The reward model. It is not changed, and must outlive this; a critic of its own starts as a copy, or as an adapter on its weights.</param>
    /// <param name="prompts">Tokenised prompts to answer.</param>
    /// <param name="endIds">Tokens that end an answer.</param>
    public PolicyTrainer(PolicyRecipe recipe, Decoder reference, RewardModel reward, IReadOnlyList<int[]> prompts, IReadOnlyList<int> endIds)
    {
        CheckPrompts(recipe, reference, prompts);
        (_recipe, _reference, _reward) = (recipe, reference, reward);
        _shaping = new KlShapedRewards { Estimator = recipe.Kl.Estimator, ScoreClip = recipe.ScoreClip, MissingEndPenalty = recipe.MissingEndPenalty };
        (_estimator, _whitening) = Estimator(recipe);
        var shared = recipe.SharedTrunk && _estimator.UsesValues;
        _policy = shared ? Learner(reference.WithScoreHead(), "policy") : recipe.Adapter is null ? reference.Clone() : Learner(reference, "policy", ownsModel: false);
        _critic = !_estimator.UsesValues ? null : shared ? new Critic(_policy, RewardScale.None) : new Critic(recipe.Adapter is null ? reward.Network.Clone() : Learner(reward.Network, "critic", ownsModel: false), reward.Scale);
        foreach (var other in new[] { reference, reward.Network, _critic?.Network }) other?.ShareMemory(_policy);      // one reads or learns at a time
        _sampler = new RolloutSampler(recipe, _policy, prompts, endIds);
        _update = new PolicyUpdate(recipe, _policy, _critic);
        _kl = recipe.Kl.Coefficient;
    }

    /// <inheritdoc/>
    public string Stage => "align";

    /// <inheritdoc/>
    public IReadOnlyList<string> Headline { get; } = ["reward", "kl", "entropy", "length"];

    /// <inheritdoc/>
    public long Steps => _recipe.Steps;

    /// <summary>The policy as it stands; after <see cref="Finish"/> the best one. With a shared trunk it carries a value head.</summary>
    public Decoder Policy => _policy;

    /// <summary>A model of its own with the policy's weights and no value head.</summary>
    public Decoder ToModel()
    {
        var merged = _policy.Merged();
        if (!merged.Config.ScoreHead) return merged;
        using (merged)
        {
            var model = new Decoder(merged.Config with { ScoreHead = false });
            foreach (var parameter in model.Plan.Parameters) merged.Weights[parameter.Name].CopyTo(model.Weights[parameter]);
            return model;
        }
    }

    /// <summary>Writes the model that <see cref="ToModel"/> gives; one with an adapter is merged as it is written.</summary>
    public void SaveModel(string folder)
    {
        if (!_policy.Config.ScoreHead)
        {
            _policy.Save(folder);
            return;
        }
        using var model = ToModel();
        model.Save(folder);
    }

    /// <summary>Updates that the best policy so far had seen.</summary>
    public long BestStep => _best.Step;

    /// <inheritdoc/>
    public StepReport Step(long step)
    {
        using var scope = torch.NewDisposeScope();
        var rollout = _rollout = _sampler.Respond(step);                                                // B answers, N tokens
        var seen = Observation.Of(rollout, _policy, _reference, _critic, _reward, _recipe);             // (N), scores (B)

        var rewards = _shaping.Compute(seen.Old, seen.Reference, seen.Scores, rollout.EndedOnes(), rollout.Answers, _kl.Value);
        var (advantages, returns) = _estimator.Compute(rewards, seen.Values, rollout.Answers);
        if (_whitening is not null) advantages = _whitening.Centred(advantages);

        var figures = Figures(step, rollout, seen, rewards, returns);
        _stop = Judge(step, figures);
        if (_stop is null)
            _update.Run(step, new Experience(rollout.Answers, rollout.Items, seen.Old, advantages, seen.Values, returns, Importance(rollout, seen))).WriteTo(figures);
        _kl = _kl.After(figures["kl"], rollout.Answers.Count);
        return new StepReport(figures) { Stop = _stop };
    }

    /// <summary>Measures the last update on a rollout of its own, unless training was stopped, then takes the best policy.</summary>
    public StepReport? Finish()
    {
        var figures = _stop is null ? MeasureLast() : [];
        _best.CopyTo(_policy.Trained);
        (figures["best_step"], figures["best_reward"], figures["best_kl"]) = (_best.Step, _best.Reward, _best.Kl);
        return new StepReport(figures);
    }

    /// <inheritdoc/>
    public void Save(string folder)
    {
        _update.Save(folder);
        using var writer = new BinaryWriter(File.Create(Path.Combine(folder, "align.state")));
        writer.Write(_kl.Value);
        _best.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(string folder)
    {
        _update.Restore(folder);
        using var reader = new BinaryReader(File.OpenRead(Path.Combine(folder, "align.state")));
        _kl = _kl with { Value = reader.ReadDouble() };
        _best.Restore(reader);
    }

    /// <inheritdoc/>
    public void WriteBatch(Stream stream) => JsonSerializer.Serialize(stream, _rollout?.Items ?? []);

    /// <inheritdoc/>
    public void Dispose()
    {
        _sampler.Dispose();
        _policy.Dispose();
        _critic?.Network.Dispose();
    }

    /// <summary>The model itself, or with the recipe's adapter: the reference's weights are then in memory once.</summary>
    private Decoder Learner(Decoder model, string name, bool ownsModel = true) => _recipe.Adapter is not { } adapter ? model
        : model.With(adapter, new SeededRandom(_recipe.Seed, $"policy/adapter/{name}"), ownsModel);

    private Dictionary<string, double> MeasureLast()
    {
        using var scope = torch.NewDisposeScope();
        var rollout = _rollout = _sampler.Respond(Steps);
        var seen = Observation.Of(rollout, _policy, _reference, _critic, _reward, _recipe);
        var rewards = _shaping.Compute(seen.Old, seen.Reference, seen.Scores, rollout.EndedOnes(), rollout.Answers, _kl.Value);
        var figures = Figures(Steps, rollout, seen, rewards, null);
        Judge(Steps, figures);
        return figures;
    }

    private Dictionary<string, double> Figures(long step, Rollout rollout, Observation seen, ShapedRewards rewards, torch.Tensor? returns)
    {
        var figures = new Dictionary<string, double>
        {
            ["reward"] = Mean(seen.Scores),
            ["shaped_reward"] = Mean(rollout.Answers.Sum(rewards.PerToken)),
            ["kl"] = Mean(rewards.Kl),
            ["kl_coefficient"] = _kl.Value,
            ["entropy"] = seen.Entropy,
            ["length"] = (double)rollout.Answers.Tokens / rollout.Answers.Count,
            ["ended"] = rollout.Ended.Average(),
            ["log_prob_gap"] = seen.Gap,
            ["mean_log_prob_gap"] = seen.MeanGap,
            ["learning_rate"] = _update.Rate(step),
            ["tokens"] = rollout.Items.Sum(i => (long)i.Length)
        };
        if (returns is not null && seen.Values is { } values) figures["explained_variance"] = ExplainedVariance.Compute(values, returns);
        return figures;
    }

    /// <summary>Refuses what is not finite or not ours, keeps the best, and says why to stop, if so. The rollout measures the weights before the step's updates.</summary>
    private string? Judge(long step, Dictionary<string, double> figures)
    {
        foreach (var name in new[] { "reward", "kl", "log_prob_gap" })
            if (!double.IsFinite(figures[name])) throw new NonFiniteLossException(step, name, figures[name]);
        var tolerance = _recipe.LogProbToleranceIn(_policy.Numbers);
        if (figures["log_prob_gap"] > tolerance)
            throw new RunException($"step {step}: a token's log-probability differs by {figures["log_prob_gap"]:G3} between sampling and scoring, expected at most {tolerance}; sampler and trainer disagree on the model, or raise log_prob_tolerance");
        if (figures["kl"] > _recipe.Kl.Budget) return $"the KL of {figures["kl"]:F2} nats an answer is beyond the budget of {_recipe.Kl.Budget}";
        _best.Offer(_policy.Trained, step, figures["reward"], figures["kl"]);
        return null;
    }

    private torch.Tensor? Importance(Rollout rollout, Observation seen) =>
        _recipe.ImportanceCap is { } cap ? new ImportanceWeights { Cap = cap }.Compute(seen.Old, torch.tensor(rollout.Sampled)) : null;

    private static (AdvantageEstimator, Whitening?) Estimator(PolicyRecipe recipe) => recipe.Algorithm switch
    {
        PolicyAlgorithm.Grpo => (new GroupAdvantages { GroupSize = recipe.AnswersAPrompt }, null),
        PolicyAlgorithm.Rloo => (new LeaveOneOutAdvantages { GroupSize = recipe.AnswersAPrompt }, null),
        PolicyAlgorithm.ReinforcePlusPlus => (new RewardsToGo(), new Whitening()),
        _ => (new GeneralizedAdvantages { Lambda = recipe.Lambda, Discount = recipe.Discount }, new Whitening())
    };

    private static void CheckPrompts(PolicyRecipe recipe, Decoder model, IReadOnlyList<int[]> prompts)
    {
        var room = model.Config.MaxPositions - recipe.MaxNewTokens;
        for (var i = 0; i < prompts.Count; i++)
            if (prompts[i].Length is 0 || prompts[i].Length > room)
                throw new RunException($"prompt {i} has {prompts[i].Length} tokens; expected 1 to {room}: the model's {model.Config.MaxPositions} positions less max_new_tokens {recipe.MaxNewTokens}. Leave it out or shorten it");
    }

    private static double Mean(torch.Tensor x) => x.to(torch.float64).mean().item<double>();
}
