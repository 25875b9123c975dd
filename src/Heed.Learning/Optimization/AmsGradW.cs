namespace Heed.Learning.Optimization;

/// <summary>AdamW whose second moment never falls: √ of max over time of v (Reddi et al. 2018, arXiv 1904.09237, algorithm 2).</summary>
public sealed record AmsGradW : UpdateRule
{
    /// <summary>β₁ in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂ in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, added to the root.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override int Moments => 3;

    /// <inheritdoc/>
    public override void Update<T>(in ParameterSlice<T> slice)
    {
        var keep = T.CreateChecked(slice.Decays ? 1 - slice.Rate * WeightDecay : 1);
        var size = T.CreateChecked(slice.Rate / (1 - Math.Pow(Beta1, slice.Step)));
        var correction = T.CreateChecked(Math.Sqrt(1 - Math.Pow(Beta2, slice.Step)));
        for (var i = 0; i < slice.Weights.Length; i++)
        {
            var g = slice.Gradients[i] * T.CreateChecked(slice.GradientScale);
            slice.First[i] += (g - slice.First[i]) * T.CreateChecked(1 - Beta1);
            slice.Second[i] = slice.Second[i] * T.CreateChecked(Beta2) + g * g * T.CreateChecked(1 - Beta2);
            slice.Third[i] = T.Max(slice.Third[i], slice.Second[i]);
            slice.Weights[i] = slice.Weights[i] * keep - slice.First[i] / (T.Sqrt(slice.Third[i]) / correction + T.CreateChecked(Epsilon)) * size;
        }
    }
}
