namespace Heed.Models.Generation.Sampling;

/// <summary>Forbids the last token of each word where the tokens before it already stand at the end of the sequence.</summary>
/// <param name="Words">Token ids, one array a word, none empty.</param>
public sealed record BadWords(IReadOnlyList<int[]> Words) : ILogitAdjustment
{
    public void Apply(Span<float> logits, SequenceSoFar soFar)
    {
        foreach (var word in Words)
            if (soFar.Tokens.EndsWith(word.AsSpan(0, word.Length - 1))) logits[word[^1]] = float.NegativeInfinity;
    }
}
