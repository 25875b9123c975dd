namespace Heed.Models.Generation.Sampling;

/// <summary>Keeps the <paramref name="K"/> most probable tokens and every token equal to the last of them (Fan et al. 2018, section 5.4).</summary>
public sealed record TopK(int K) : ILogitFilter
{
    public void Apply(Span<float> logits, RowScratch scratch)
    {
        if (K >= logits.Length) return;
        var (order, bound) = (scratch.Order, LowerBound(logits, scratch));
        order.Clear(logits.Length);
        order.AddWhere(logits, bound, logits);
        RowMath.RemoveBelow(logits, logits[order.Crossing([], K)]);
    }

    /// <summary>The K-th largest of the maxima of disjoint groups: at least K logits are not below it.</summary>
    private float LowerBound(ReadOnlySpan<float> logits, RowScratch scratch)
    {
        var maxima = RowMath.GroupMaxima(logits, scratch.Keys(logits.Length));
        if (maxima.Length < K) return float.NegativeInfinity;
        scratch.Order.Clear(logits.Length);
        for (var i = 0; i < maxima.Length; i++) scratch.Order.Add(i, -maxima[i]);
        return maxima[scratch.Order.Crossing([], K)];
    }
}
