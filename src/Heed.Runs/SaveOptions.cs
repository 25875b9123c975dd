namespace Heed.Runs;

/// <summary>How often a run is saved and which checkpoints are kept.</summary>
[MayChangeOnResume]
public sealed record SaveOptions : IRecipe
{
    /// <summary>Steps between checkpoints; the last step is always saved.</summary>
    public int Every { get; init; } = 100;

    /// <summary>Newest checkpoints that are kept, at least the one a killed run goes on from.</summary>
    public int KeepLast { get; init; } = 2;

    /// <summary>Whether the checkpoint with the best score is kept besides.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>Whether a checkpoint is due after a step (counted from 1).</summary>
    public bool Due(long step, long lastStep) => step == lastStep || step % Every == 0;

    public IEnumerable<Problem> Problems() => [.. Rule.Positive(Every), .. Rule.Positive(KeepLast)];
}
