namespace Heed.Models.Generation.Sampling;

/// <summary>
/// Nucleus sampling: keeps the smallest set of most probable tokens that holds at least <paramref name="P"/> of the mass, the token
/// that crosses included (Holtzman et al. 2020, eq. 2–3). Of equal tokens at the edge the smaller ids stay.
/// </summary>
public sealed record TopP(double P) : ILogitFilter
{
    public void Apply(Span<float> logits, RowScratch scratch)
    {
        var masses = scratch.Masses(logits.Length);
        var total = RowMath.Weights(logits, RowMath.Max(logits), 1, masses, scratch.BlockSums);
        var keys = scratch.Keys(logits.Length);
        RowMath.Negate(logits, keys);
        var last = scratch.Order.Crossing(keys, masses, P * total);
        var edge = logits[last];
        RowMath.RemoveBelow(logits, edge);
        for (var i = last + 1; i < logits.Length; i++)
            if (logits[i] == edge) logits[i] = float.NegativeInfinity;
    }
}
