using System.Numerics;
using System.Runtime.InteropServices;

namespace Heed.Learning.Optimization;

/// <summary>
/// Adam with decoupled weight decay: θ ← θ − ηλθ; m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← θ − η (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)
/// (Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2).
/// </summary>
public sealed record AdamW : UpdateRule
{
    /// <summary>β₁ in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂ in [0, 1); 0.95 follows short runs faster than 0.999.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>ε, added to the root.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override int Moments => 2;

    /// <inheritdoc/>
    public override void Update<T>(in ParameterSlice<T> slice)
    {
        var keep = T.CreateChecked(slice.Decays ? 1 - slice.Rate * WeightDecay : 1);
        var size = T.CreateChecked(slice.Rate / (1 - Math.Pow(Beta1, slice.Step)));
        var correction = T.CreateChecked(Math.Sqrt(1 - Math.Pow(Beta2, slice.Step)));
        var (b1, b2, eps) = (T.CreateChecked(1 - Beta1), T.CreateChecked(Beta2), T.CreateChecked(Epsilon));
        var rest = T.CreateChecked(1 - Beta2);

        var ws = MemoryMarshal.Cast<T, Vector<T>>(slice.Weights);
        var gs = MemoryMarshal.Cast<T, Vector<T>>(slice.Gradients);
        var ms = MemoryMarshal.Cast<T, Vector<T>>(slice.First);
        var vs = MemoryMarshal.Cast<T, Vector<T>>(slice.Second);
        for (var i = 0; i < ws.Length; i++)
        {
            var g = gs[i];
            var m = ms[i] + (g - ms[i]) * b1;
            var v = vs[i] * b2 + g * g * rest;
            (ms[i], vs[i]) = (m, v);
            ws[i] = ws[i] * keep - m / (Vector.SquareRoot(v) / new Vector<T>(correction) + new Vector<T>(eps)) * size;
        }
        for (var i = ws.Length * Vector<T>.Count; i < slice.Weights.Length; i++)
        {
            var g = slice.Gradients[i];
            var m = slice.First[i] + (g - slice.First[i]) * b1;
            var v = slice.Second[i] * b2 + g * g * rest;
            (slice.First[i], slice.Second[i]) = (m, v);
            slice.Weights[i] = slice.Weights[i] * keep - m / (T.Sqrt(v) / correction + eps) * size;
        }
    }
}
