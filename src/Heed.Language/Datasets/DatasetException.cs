using Heed.Runs;

namespace Heed.Language.Datasets;

/// <summary>Data that cannot be read: which file, which line where there is one, what was expected and found, what to do.</summary>
public sealed class DatasetException(string file, long? line, string problem, Exception? inner = null)
    : HeedException(line is { } number ? $"{file}, line {number}: {problem}" : $"{file}: {problem}", inner)
{
    public string File { get; } = file;

    /// <summary>The line, from 1; null where the problem is the whole file's.</summary>
    public long? Line { get; } = line;

    public override ExitCode ExitCode => ExitCode.Data;
}
