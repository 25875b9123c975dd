using Heed.Learning.Optimization;
using Heed.Learning.Optimization.Schedules;
using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization;
using Heed.Learning.PolicyOptimization.Shaping;
using Heed.Learning.Scoring;
using Heed.Models.Adapters;
using Heed.Models.Generation;
using Heed.Models.Numerics;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Learning.Tests.PolicyOptimization;

public sealed class PolicyTrainerTests
{
    [Theory]
    [InlineData(PolicyAlgorithm.Ppo, false)]
    [InlineData(PolicyAlgorithm.Ppo, true)]
    [InlineData(PolicyAlgorithm.Grpo, false)]
    [InlineData(PolicyAlgorithm.Rloo, false)]
    [InlineData(PolicyAlgorithm.ReinforcePlusPlus, false)]
    public void Raises_a_simple_reward_while_the_kl_stays_bounded(PolicyAlgorithm algorithm, bool sharedTrunk)
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        using var trainer = new PolicyTrainer(Recipe(algorithm) with { Steps = 10, SharedTrunk = sharedTrunk }, start, reward, Toy.Prompts(40), [Toy.End]);
        var reports = TrainingRuns.Run(trainer);
        Assert.True(reports[^1]["reward"] > reports[0]["reward"] + 0.5, string.Join(", ", reports.Select(r => r["reward"].ToString("F2"))));
        Assert.All(reports, r => Assert.InRange(r["kl"], -0.1, 10));
        Assert.All(reports, r => Assert.InRange(r["log_prob_gap"], 0, 1e-4));
    }

    [Fact]
    public void The_first_update_starts_at_ratio_one()
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        using var trainer = new PolicyTrainer(Recipe(PolicyAlgorithm.Ppo) with { Epochs = 1, Minibatches = 1 }, start, reward, Toy.Prompts(40), [Toy.End]);
        var report = trainer.Step(0);
        Assert.Equal(1, report["largest_ratio"], 1e-6);
        Assert.Equal(0, report["clip_fraction"]);
        Assert.Equal(0, report["kl"], 1e-6);
        Assert.InRange(report["log_prob_gap"], 0, 1e-4);
    }

    [Fact]
    public void Importance_weights_change_nothing_where_sampler_and_trainer_agree_and_shrink_the_step_where_they_are_capped()
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        double[] norms = [.. new double?[] { null, 2, 0.5 }.Select(cap =>
        {
            using var trainer = new PolicyTrainer(Recipe(PolicyAlgorithm.Grpo) with { Epochs = 1, Minibatches = 1, ImportanceCap = cap }, start, reward, Toy.Prompts(40), [Toy.End]);
            return trainer.Step(0)["gradient_norm"];
        })];
        Assert.Equal(norms[0], norms[1], 1e-4 * norms[0]);
        Assert.Equal(norms[0] / 2, norms[2], 1e-4 * norms[0]);
    }

    [Theory]
    [InlineData(PackedType.BFloat16, CacheType.BFloat16)]
    [InlineData(PackedType.W8A8, CacheType.Int8)]
    public void A_sampler_that_rounds_learns_too_within_its_tolerance(PackedType weights, CacheType cache)
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        var recipe = Recipe(PolicyAlgorithm.Ppo) with { Steps = 10, SamplerWeights = weights, SamplerCache = cache, ImportanceCap = 2 };
        using var trainer = new PolicyTrainer(recipe, start, reward, Toy.Prompts(40), [Toy.End]);
        var reports = TrainingRuns.Run(trainer);
        Assert.True(reports[^1]["reward"] > reports[0]["reward"] + 0.5, string.Join(", ", reports.Select(r => r["reward"].ToString("F2"))));
        Assert.All(reports, r => Assert.InRange(r["mean_log_prob_gap"], 1e-6, r["log_prob_gap"]));
        Assert.All(reports, r => Assert.InRange(r["log_prob_gap"], 0, recipe.LogProbToleranceIn(NumericType.Float32)));
    }

    [Theory]
    [InlineData(PolicyAlgorithm.Ppo, false)]
    [InlineData(PolicyAlgorithm.Ppo, true)]
    [InlineData(PolicyAlgorithm.Grpo, false)]
    public void Resuming_gives_the_same_bits(PolicyAlgorithm algorithm, bool sharedTrunk)
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        var recipe = Recipe(algorithm) with { Steps = 5, SharedTrunk = sharedTrunk, Kl = new KlRecipe { Coefficient = new AdaptiveKl { Horizon = 100 } } };
        TrainingRuns.ResumesExactly(() => new PolicyTrainer(recipe, start, reward, Toy.Prompts(40), [Toy.End]), t => t.Policy.Weights, stop: 2);
    }

    [Theory]
    [InlineData(PolicyAlgorithm.Ppo, false)]
    [InlineData(PolicyAlgorithm.Ppo, true)]
    [InlineData(PolicyAlgorithm.Grpo, false)]
    public void An_adapter_raises_the_reward_over_a_reference_that_shares_its_weights(PolicyAlgorithm algorithm, bool sharedTrunk)
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        var before = start.Weights.All.ToArray();
        var recipe = Recipe(algorithm) with { Steps = 10, SharedTrunk = sharedTrunk, Adapter = new AdapterConfig { Rank = 8, Alpha = 64 } };
        using var trainer = new PolicyTrainer(recipe, start, reward, Toy.Prompts(40), [Toy.End]);
        var reports = TrainingRuns.Run(trainer);
        Assert.True(reports[^1]["reward"] > reports[0]["reward"] + 0.2, string.Join(", ", reports.Select(r => r["reward"].ToString("F2"))));
        Assert.All(reports, r => Assert.InRange(r["log_prob_gap"], 0, 1e-4));
        Assert.True(start.Weights.All.SequenceEqual(before));
    }

    [Fact]
    public void Resuming_with_an_adapter_gives_the_same_bits()
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        var recipe = Recipe(PolicyAlgorithm.Ppo) with { Steps = 4, Adapter = new AdapterConfig() };
        TrainingRuns.ResumesExactly(() => new PolicyTrainer(recipe, start, reward, Toy.Prompts(40), [Toy.End]), t => t.Policy.Trained, stop: 2);
    }

    [Fact]
    public void Training_stops_beyond_the_kl_budget_and_keeps_a_policy_within_it()
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        var recipe = Recipe(PolicyAlgorithm.Ppo) with { Steps = 30, Kl = new KlRecipe { Coefficient = new FixedKl { Value = 0 }, Budget = 0.5 } };
        using var trainer = new PolicyTrainer(recipe, start, reward, Toy.Prompts(40), [Toy.End]);
        StepReport report;
        var step = 0L;
        do report = trainer.Step(step); while (report.Stop is null && ++step < 30);
        Assert.Contains("budget", report.Stop, StringComparison.Ordinal);
        Assert.False(report.Figures.ContainsKey("policy_loss"));                          // nothing was learned beyond it
        var end = trainer.Finish()!;
        Assert.InRange(end["best_kl"], -0.1, 0.5);
        Assert.True(trainer.BestStep < step);
    }

    [Fact]
    public void Minibatches_cut_into_passes_give_the_same_step()
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        double[] norms = [.. new[] { 4096, 60 }.Select(tokens =>
        {
            using var trainer = new PolicyTrainer(Recipe(PolicyAlgorithm.Ppo) with { TokensAPass = tokens, Epochs = 1 }, start, reward, Toy.Prompts(40), [Toy.End]);
            return trainer.Step(0)["gradient_norm"];
        })];
        Assert.Equal(norms[0], norms[1], 1e-4);
    }

    [Fact]
    public void Neither_the_reference_nor_the_reward_model_changes()
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        var (reference, head) = (start.Weights.All.ToArray(), reward.Network.Weights.All.ToArray());
        using var trainer = new PolicyTrainer(Recipe(PolicyAlgorithm.Ppo), start, reward, Toy.Prompts(40), [Toy.End]);
        TrainingRuns.Run(trainer, to: 2);
        Assert.True(start.Weights.All.SequenceEqual(reference));
        Assert.True(reward.Network.Weights.All.SequenceEqual(head));
        using var model = trainer.ToModel();
        Assert.Equal(start.Plan.Length, model.Plan.Length);
    }

    [Fact]
    public void No_tensor_outlives_a_step()
    {
        using var start = Toy.NewModel();
        using var reward = FavoursOneToken(start, token: 7);
        using var trainer = new PolicyTrainer(Recipe(PolicyAlgorithm.Ppo), start, reward, Toy.Prompts(40), [Toy.End]);
        trainer.Step(0);
        var before = TrainingRuns.LiveTensors();
        TrainingRuns.Run(trainer, from: 1, to: 4);
        Assert.Equal(before, TrainingRuns.LiveTensors());
    }

    private static PolicyRecipe Recipe(PolicyAlgorithm algorithm) => new()
    {
        Algorithm = algorithm,
        Steps = 10,
        Answers = 32,
        AnswersAPrompt = algorithm is PolicyAlgorithm.Grpo or PolicyAlgorithm.Rloo ? 4 : 1,
        MaxNewTokens = 8,
        MissingEndPenalty = 0,

        Optimizer = new OptimizerRecipe { LearningRate = 3e-3, Epsilon = 1e-5, Schedule = new Constant() },
        Critic = new OptimizerRecipe { LearningRate = 5e-3, Epsilon = 1e-5, Schedule = new Constant() }
    };

    /// <summary>A reward model that counts a token: its head points along the token's embedding; scores have variance 1 over random answers.</summary>
    private static RewardModel FavoursOneToken(Decoder start, int token)
    {
        var network = start.WithScoreHead(meanPooled: true);
        var embedding = start.Weights["model.embed_tokens.weight"].Slice(token * start.Config.Width, start.Config.Width);
        embedding.CopyTo(network.Weights["score.weight"]);
        var model = new RewardModel(network, Pooling.Mean, RewardScale.None);
        var random = new SeededRandom(3, "toy answers");
        model.Normalise([.. Enumerable.Range(0, 100).Select(_ => new AnsweredPrompt(Toy.Text(random, 3), Toy.Text(random, 6)))]);
        return model;
    }
}
