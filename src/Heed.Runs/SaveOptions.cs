namespace Heed.Runs;

/// <summary>How often a run is saved and which checkpoints are kept.</summary>
[MayChangeOnResume]
public sealed record SaveOptions : IRecipe
{
    /// <summary>Steps between checkpoints; 0 saves at the end only. The last step is always saved.</summary>
    public long Every { get; init; } = 100;

    /// <summary>Newest checkpoints that are kept, at least the one a killed run goes on from.</summary>
    public int KeepLast { get; init; } = 2;

    /// <summary>Whether the checkpoint with the best score is kept besides.</summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>Whether a checkpoint is due after a step (counted from 1).</summary>
    public bool Due(long step, long lastStep) => step == lastStep || (Every > 0 && step % Every == 0);

    public IEnumerable<Problem> Problems() => [.. Rule.NotNegative(Every), .. Rule.Positive(KeepLast)];
}
