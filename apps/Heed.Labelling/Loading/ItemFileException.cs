using Heed.Runs;

namespace Heed.Labelling.Loading;

/// <summary>A line of a file of items is none.</summary>
public sealed class ItemFileException(string file, int line, string problem) : HeedException($"{file}, line {line}: {problem}")
{
    public override ExitCode ExitCode => ExitCode.Data;
}
