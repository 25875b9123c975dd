namespace Heed.Runs;

/// <summary>A run stopped at a step border because it was asked to; its state is saved.</summary>
public sealed class StoppedException(string folder, long step) : HeedException(
    $"stopped after step {step}; everything up to there is saved in {folder}. Run the same command with --resume to go on.")
{
    public string Folder { get; } = folder;

    public long Step { get; } = step;

    public override ExitCode ExitCode => ExitCode.Cancelled;
}
