using Heed.Learning.Optimization;
using Heed.Learning.Optimization.Schedules;
using Heed.Models.Adapters;
using Heed.Runs;

namespace Heed.Learning.Finetuning;

/// <summary>How a model learns from demonstrations.</summary>
public sealed record FinetuningRecipe : IRecipe
{
    /// <summary>Times each demonstration is seen, above 0.</summary>
    public double Epochs { get; init; } = 1;

    /// <summary>Demonstrations a step, over all micro-batches; at least 1.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Tokens in one pass through the model; at least 1.</summary>
    public int TokensAPass { get; init; } = 4096;

    /// <summary>What is minimised.</summary>
    public FinetuningObjective Objective { get; init; }

    /// <summary>Train low-rank changes in place of the model's own weights; null: the weights themselves.</summary>
    public AdapterConfig? Adapter { get; init; }

    /// <summary>The optimizer.</summary>
    public OptimizerRecipe Optimizer { get; init; } = new() { LearningRate = 5e-4, Schedule = new CosineDecay { WarmUpSteps = 10, Floor = 0.1 } };

    /// <summary>Steps between measurements on held-out demonstrations; 0 measures at the end only.</summary>
    public long HeldOutEvery { get; init; } = 50;

    /// <summary>When checkpoints are saved.</summary>
    public SaveOptions Saving { get; init; } = new();

    /// <summary>Seed of the demonstrations' order.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.Positive(Epochs),
        .. Rule.Positive(Batch),
        .. Rule.Positive(TokensAPass),
        .. Rule.NotNegative(HeldOutEvery),
    ];
}
