using Heed.Learning.Optimization;
using Heed.Learning.Optimization.Schedules;
using Heed.Learning.Scoring;
using Heed.Models.Adapters;
using Heed.Runs;

namespace Heed.Learning.RewardModelling;

/// <summary>How a reward model learns from compared answers.</summary>
public sealed record RewardRecipe : IRecipe
{
    /// <summary>Times each prompt's pairs are seen, above 0.</summary>
    public double Epochs { get; init; } = 3;

    /// <summary>Prompts a step, over all micro-batches, each with all its pairs; at least 1.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Tokens in one pass through the model; at least 1.</summary>
    public int TokensAPass { get; init; } = 4096;

    /// <summary>Which states the head reads.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>Strength of the penalty on squared rewards, ≥ 0.</summary>
    public double SmallRewards { get; init; } = 0.005;

    /// <summary>Strength of the penalty on the squared sum of a pair's rewards, ≥ 0.</summary>
    public double CentredRewards { get; init; }

    /// <summary>Train low-rank changes in place of the model's own weights; null: the weights themselves.</summary>
    public AdapterConfig? Adapter { get; init; }

    /// <summary>The optimizer.</summary>
    public OptimizerRecipe Optimizer { get; init; } = new() { LearningRate = 5e-4, Schedule = new CosineDecay { WarmUpSteps = 10, Floor = 0.1 } };

    /// <summary>Steps between measurements on held-out pairs; 0 measures at the end only.</summary>
    public long HeldOutEvery { get; init; } = 50;

    /// <summary>When checkpoints are saved.</summary>
    public SaveOptions Saving { get; init; } = new();

    /// <summary>Seed of the pairs' order and of the head.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.Positive(Epochs),
        .. Rule.Positive(Batch),
        .. Rule.Positive(TokensAPass),
        .. Rule.NotNegative(SmallRewards),
        .. Rule.NotNegative(CentredRewards),
        .. Rule.NotNegative(HeldOutEvery),
    ];
}
