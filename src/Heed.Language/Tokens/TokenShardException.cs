using Heed.Runs;

namespace Heed.Language.Tokens;

/// <summary>A token shard that cannot be used.</summary>
public sealed class TokenShardException(string path, string problem) : HeedException($"{path}: {problem}")
{
    public string Path { get; } = path;

    public override ExitCode ExitCode => ExitCode.Data;
}
