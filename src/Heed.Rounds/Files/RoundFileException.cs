using Heed.Runs;

namespace Heed.Rounds.Files;

/// <summary>A file between two stages is missing or broken.</summary>
public sealed class RoundFileException(string file, int line, string problem)
    : HeedException(line > 0 ? $"{file}, line {line}: {problem}" : $"{file}: {problem}")
{
    public string File { get; } = file;

    /// <summary>From 1; 0 where the whole file is meant.</summary>
    public int Line { get; } = line;

    public override ExitCode ExitCode => ExitCode.Data;
}
