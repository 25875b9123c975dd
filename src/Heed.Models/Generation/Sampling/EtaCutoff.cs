namespace Heed.Models.Generation.Sampling;

/// <summary>Removes tokens less probable than η = min(ε, √ε·e^(−entropy)) (Hewitt et al. 2022, eq. 3).</summary>
public sealed record EtaCutoff(double Epsilon) : ILogitFilter
{
    public void Apply(Span<float> logits, RowScratch scratch)
    {
        var row = RowDistribution.Of(logits, scratch);
        RowMath.RemoveBelow(logits, row.LogitOf(Math.Min(Epsilon, Math.Sqrt(Epsilon) * Math.Exp(-row.Entropy))));
    }
}
