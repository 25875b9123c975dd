using Heed.Runs;

namespace Heed.Language.Tokens;

/// <summary>A vocabulary is to hold fewer tokens than it starts from.</summary>
public sealed class VocabularySizeException(int asked, int needed, string what)
    : HeedException($"a vocabulary of {asked} tokens is too small: {what} take {needed}. Raise vocabulary_size.")
{
    public int Asked { get; } = asked;

    public int Needed { get; } = needed;

    public override ExitCode ExitCode => ExitCode.Usage;
}
