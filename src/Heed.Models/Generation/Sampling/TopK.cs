namespace Heed.Models.Generation.Sampling;

/// <summary>Keeps the <paramref name="K"/> most probable tokens and every token equal to the last of them (Fan et al. 2018, section 5.4).</summary>
public sealed record TopK(int K) : ILogitFilter
{
    public void Apply(Span<float> logits, RowScratch scratch)
    {
        if (K >= logits.Length) return;
        var keys = scratch.Keys(logits.Length);
        RowMath.Negate(logits, keys);
        var last = scratch.Order.Crossing(keys, [], K);
        RowMath.RemoveBelow(logits, logits[last]);
    }
}
