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
        scratch.Order.Clear(logits.Length);
        scratch.Order.AddWhere(masses, Negligible(total, logits.Length), logits);
        var last = scratch.Order.Crossing(masses, P * total);
        var edge = logits[last];
        RowMath.RemoveBelow(logits, edge);
        for (var i = last + 1; i < logits.Length; i++)
            if (logits[i] == edge) logits[i] = float.NegativeInfinity;
    }

    /// <summary>Tokens below this mass hold less than 1 − P in all, so that the crossing is above them.</summary>
    private float Negligible(double total, int count) => (float)(Math.Max(0, 1 - P - 1e-6) * total / count);
}
