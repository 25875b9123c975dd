namespace Heed.Models.Generation.Sampling;

/// <summary>Forbids the end tokens until the answer holds <paramref name="Count"/> tokens; nothing else.</summary>
public sealed record MinNewTokens(int Count, IReadOnlyList<int> EndIds) : ILogitAdjustment
{
    public void Apply(Span<float> logits, SequenceSoFar soFar)
    {
        if (soFar.Answer.Length >= Count) return;
        foreach (var end in EndIds) logits[end] = float.NegativeInfinity;
    }
}
