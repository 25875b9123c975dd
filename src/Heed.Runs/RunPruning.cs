using Heed.Runs.Durability;

namespace Heed.Runs;

/// <summary>What pruning would delete; nothing is deleted before <see cref="CarryOut"/>.</summary>
/// <param name="Checkpoints">The checkpoints to delete, by run.</param>
/// <param name="Skipped">Runs that are left alone, with the reason.</param>
public sealed record RunPruning(
    IReadOnlyDictionary<RunInfo, IReadOnlyList<Checkpoint>> Checkpoints, IReadOnlyDictionary<RunInfo, string> Skipped)
{
    /// <summary>What it frees.</summary>
    public long Bytes => Checkpoints.Values.Sum(list => list.Sum(c => c.Bytes));

    /// <exception cref="RunException">A process has taken up one of the runs in the meantime.</exception>
    public void CarryOut()
    {
        foreach (var (run, checkpoints) in Checkpoints)
        {
            using var held = RunLock.Acquire(run.Folder);
            foreach (var checkpoint in checkpoints) Runs.Checkpoints.Retire(checkpoint.Folder);
        }
    }
}
