namespace Heed.Models.Generation.Sampling;

/// <summary>Forbids tokens at every step.</summary>
public sealed record SuppressedTokens(IReadOnlyList<int> Tokens) : ILogitAdjustment
{
    public void Apply(Span<float> logits, SequenceSoFar soFar)
    {
        foreach (var token in Tokens) logits[token] = float.NegativeInfinity;
    }
}
