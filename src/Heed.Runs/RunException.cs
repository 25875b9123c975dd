namespace Heed.Runs;

/// <summary>A run folder, or a file in it, cannot be used as asked.</summary>
public sealed class RunException(string message, Exception? inner = null) : HeedException(message, inner)
{
    public override ExitCode ExitCode => ExitCode.Run;
}
