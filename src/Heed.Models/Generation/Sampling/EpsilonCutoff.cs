namespace Heed.Models.Generation.Sampling;

/// <summary>Removes tokens less probable than <paramref name="Epsilon"/> (Hewitt et al. 2022, section 4).</summary>
public sealed record EpsilonCutoff(double Epsilon) : ILogitFilter
{
    public void Apply(Span<float> logits, RowScratch scratch)
    {
        var row = RowDistribution.Of(logits, scratch);
        RowMath.RemoveBelow(logits, row.LogitOf(Epsilon));
    }
}
