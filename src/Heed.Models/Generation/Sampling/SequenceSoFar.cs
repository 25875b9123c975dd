namespace Heed.Models.Generation.Sampling;

/// <summary>The tokens that a next token follows.</summary>
public readonly ref struct SequenceSoFar(ReadOnlySpan<int> tokens, int promptLength)
{
    /// <summary>Prompt and answer so far, in order.</summary>
    public ReadOnlySpan<int> Tokens { get; } = tokens;

    /// <summary>How many of <see cref="Tokens"/> are the prompt's.</summary>
    public int PromptLength { get; } = promptLength;

    /// <summary>The answer so far.</summary>
    public ReadOnlySpan<int> Answer => Tokens[PromptLength..];
}
