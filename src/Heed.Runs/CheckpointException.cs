namespace Heed.Runs;

/// <summary>A checkpoint is damaged or is not one.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : HeedException(message, inner)
{
    public override ExitCode ExitCode => ExitCode.Run;
}
