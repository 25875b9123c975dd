namespace Heed.Runs;

/// <summary>How a run folder is opened.</summary>
public sealed record RunOptions
{
    /// <summary>The stage, such as <c>pretrain</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The resolved recipe, everything chosen for this machine included.</summary>
    public required IRecipe Recipe { get; init; }

    /// <summary>Go on with the run that the folder holds; where it holds none, begin one.</summary>
    public bool Resume { get; init; }

    public SaveOptions Save { get; init; } = new();

    /// <summary>Which score makes a checkpoint the best.</summary>
    public ScoreOrder Scores { get; init; } = ScoreOrder.LowerIsBetter;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
