namespace Heed.Runs;

/// <summary>The disk, a quota or a limit on file sizes is used up. What was written before is whole.</summary>
public sealed class OutOfSpaceException(string file, Exception? inner = null) : HeedException(
    $"no space left to write {file}: the disk is full, or a quota or file-size limit is reached. "
    + "What was written before is whole; free some space and run the same command with --resume.", inner)
{
    public string File { get; } = file;

    public override ExitCode ExitCode => ExitCode.Resources;
}
