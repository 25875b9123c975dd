namespace Heed.Models.Generation.Sampling;

/// <summary>
/// Locally typical sampling: keeps the tokens whose surprise is nearest to the entropy until they hold <paramref name="P"/> of the
/// mass; ties at the edge stay (Meister et al. 2022, eq. 5).
/// </summary>
public sealed record Typical(double P) : ILogitFilter
{
    public void Apply(Span<float> logits, RowScratch scratch)
    {
        var row = RowDistribution.Of(logits, scratch);
        var keys = scratch.Keys(logits.Length);
        var (logTotal, entropy) = ((float)row.LogTotal, (float)row.Entropy);
        scratch.Order.Clear(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = MathF.Abs(logTotal - (logits[i] - row.Max) - entropy);
            scratch.Order.Add(i, keys[i]);
        }
        var edge = keys[scratch.Order.Crossing(row.Weights, P * row.Total)];
        for (var i = 0; i < keys.Length; i++)
            if (keys[i] > edge) logits[i] = float.NegativeInfinity;
    }
}
