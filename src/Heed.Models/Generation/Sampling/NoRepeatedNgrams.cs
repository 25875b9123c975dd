namespace Heed.Models.Generation.Sampling;

/// <summary>Forbids every token that would complete an n-gram which prompt or answer already hold (Paulus et al. 2017, section 2.5).</summary>
public sealed record NoRepeatedNgrams(int Size) : ILogitAdjustment
{
    public void Apply(Span<float> logits, SequenceSoFar soFar)
    {
        var tokens = soFar.Tokens;
        if (tokens.Length + 1 < Size) return;
        var ending = tokens[(tokens.Length - Size + 1)..];
        for (var start = 0; start + Size <= tokens.Length; start++)
            if (tokens.Slice(start, Size - 1).SequenceEqual(ending)) logits[tokens[start + Size - 1]] = float.NegativeInfinity;
    }
}
