using Heed.Runs;

namespace Heed.Language.Tokens;

/// <summary>A tokenizer file that cannot be read or uses a component that Heed does not know.</summary>
public sealed class TokenizerException(string file, string problem, Exception? inner = null) : HeedException($"{file}: {problem}", inner)
{
    public string File { get; } = file;

    public override ExitCode ExitCode => ExitCode.Data;
}
