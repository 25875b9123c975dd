namespace Heed.Models.Generation.Sampling;

/// <summary>Keeps the <paramref name="K"/> most probable tokens and every token equal to the last of them (Fan et al. 2018, section 5.4).</summary>
public sealed record TopK(int K) : ILogitFilter
{
    public void Apply(Span<float> logits, RowScratch scratch)
    {
        if (K >= logits.Length) return;
        var (order, bound) = (scratch.Order, LowerBound(logits, K, scratch));
        order.Clear(logits.Length);
        order.AddWhere(logits, bound, logits);
        RowMath.RemoveBelow(logits, logits[order.Crossing([], K)]);
    }

    /// <summary>The ids of the largest logits, largest first, as many as fit; of equal ones the smaller id. Returns how many.</summary>
    internal static int Largest(ReadOnlySpan<float> logits, Span<int> ids, RowScratch scratch)
    {
        var bound = LowerBound(logits, ids.Length, scratch);
        scratch.Order.Clear(logits.Length);
        scratch.Order.AddWhere(logits, bound, logits);
        return scratch.Order.Take(ids);
    }

    /// <summary>The k-th largest of the maxima of disjoint groups: at least k logits are not below it.</summary>
    private static float LowerBound(ReadOnlySpan<float> logits, int k, RowScratch scratch)
    {
        var maxima = RowMath.GroupMaxima(logits, scratch.Keys(logits.Length));
        if (maxima.Length < k) return float.NegativeInfinity;
        scratch.Order.Clear(logits.Length);
        for (var i = 0; i < maxima.Length; i++) scratch.Order.Add(i, -maxima[i]);
        return maxima[scratch.Order.Crossing([], k)];
    }
}
