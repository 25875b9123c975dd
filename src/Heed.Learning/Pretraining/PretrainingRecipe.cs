using Heed.Learning.Optimization;
using Heed.Learning.Optimization.Schedules;
using Heed.Runs;

namespace Heed.Learning.Pretraining;

/// <summary>How a base model is trained on plain text.</summary>
public sealed record PretrainingRecipe : IRecipe
{
    /// <summary>Optimizer steps, at least 1.</summary>
    public long Steps { get; init; } = 1000;

    /// <summary>How text becomes rows.</summary>
    public PackingKind Packing { get; init; } = PackingKind.Documents;

    /// <summary>Rows a step, over all micro-batches; at least 1.</summary>
    public int Rows { get; init; } = 16;

    /// <summary>T, the most learned tokens a row; at most the model's positions.</summary>
    public int RowTokens { get; init; } = 72;

    /// <summary>Tokens in one pass through the model; a step with more is accumulated over several. At least 1.</summary>
    public int TokensAPass { get; init; } = 4096;

    /// <summary>The optimizer; weight decay 0.1 and a floor of 5 % as in the small models of the literature.</summary>
    public OptimizerRecipe Optimizer { get; init; } = new()
    {
        LearningRate = 3e-3,
        WeightDecay = 0.1,
        Schedule = new CosineDecay { WarmUpSteps = 20, Floor = 0.05 }
    };

    /// <summary>Steps between measurements on held-out text; 0 measures at the end only.</summary>
    public long HeldOutEvery { get; init; } = 200;

    /// <summary>Tokens of held-out text a measurement reads at most; 0 reads all.</summary>
    public long HeldOutTokens { get; init; } = 100_000;

    /// <summary>When checkpoints are saved.</summary>
    public SaveOptions Saving { get; init; } = new();

    /// <summary>Seed of the rows' order.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.Positive(Steps),
        .. Rule.Positive(Rows),
        .. Rule.Positive(RowTokens),
        .. Rule.Positive(TokensAPass),
        .. Rule.NotNegative(HeldOutEvery),
        .. Rule.NotNegative(HeldOutTokens),
    ];
}
