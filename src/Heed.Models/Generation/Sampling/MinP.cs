namespace Heed.Models.Generation.Sampling;

/// <summary>Keeps tokens at least <paramref name="P"/> times as probable as the most probable one (Nguyen et al. 2024, eq. 1).</summary>
public sealed record MinP(double P) : ILogitFilter
{
    public void Apply(Span<float> logits, RowScratch scratch) =>
        RowMath.RemoveBelow(logits, (float)(RowMath.Max(logits) + Math.Log(P)));
}
