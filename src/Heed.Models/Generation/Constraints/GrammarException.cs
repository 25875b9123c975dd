using Heed.Runs;

namespace Heed.Models.Generation.Constraints;

/// <summary>A text is no grammar.</summary>
public sealed class GrammarException(int line, string problem) : HeedException($"Grammar, line {line}: {problem}")
{
    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    public override ExitCode ExitCode => ExitCode.Usage;
}
