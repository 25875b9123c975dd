namespace Heed.Models.Generation.Sampling;

/// <summary>
/// Keeps the most probable tokens while their part of the entropy stays within <paramref name="Share"/> of the whole (Potraghloo et
/// al. 2025, Top-H, algorithm 1). Only the 100 most probable tokens are looked at, and the entropy is theirs.
/// </summary>
public sealed record TopH(double Share) : ILogitFilter
{
    private const int Considered = 100;

    public void Apply(Span<float> logits, RowScratch scratch)
    {
        new TopK(Considered).Apply(logits, scratch);
        var row = RowDistribution.Of(logits, scratch);
        Span<int> order = stackalloc int[Considered];
        scratch.Order.Clear(logits.Length);
        scratch.Order.AddWhere(logits, float.MinValue, logits);
        var count = scratch.Order.Take(order);
        var (entropy, kept) = (0.0, 0);
        for (; kept < count; kept++)
        {
            var logP = logits[order[kept]] - row.Max - row.LogTotal;
            entropy -= Math.Exp(logP) * logP;
            if (kept > 0 && entropy > Share * row.Entropy) break;
        }
        for (var i = kept; i < count; i++) logits[order[i]] = float.NegativeInfinity;
    }
}
