using System.Numerics;
using System.Runtime.InteropServices;
using Heed.Models.Numerics;

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
        if (typeof(T) == typeof(float)) Update32(slice);
        else UpdatePlainly(slice);
    }

    /// <summary>The rule element by element, in any type: what the kernel of <see cref="Update"/> is held to.</summary>
    internal void UpdatePlainly<T>(in ParameterSlice<T> slice) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var keep = T.CreateChecked(slice.Decays ? 1 - slice.Rate * WeightDecay : 1);
        var size = T.CreateChecked(slice.Rate / (1 - Math.Pow(Beta1, slice.Step)));
        var correction = T.CreateChecked(Math.Sqrt(1 - Math.Pow(Beta2, slice.Step)));
        var scale = T.CreateChecked(slice.GradientScale);
        for (var i = 0; i < slice.Weights.Length; i++)
        {
            var g = slice.Gradients[i] * scale;
            slice.First[i] += (g - slice.First[i]) * T.CreateChecked(1 - Beta1);
            slice.Second[i] = slice.Second[i] * T.CreateChecked(Beta2) + g * g * T.CreateChecked(1 - Beta2);
            slice.Weights[i] = slice.Weights[i] * keep - slice.First[i] / (T.Sqrt(slice.Second[i]) / correction + T.CreateChecked(Epsilon)) * size;
        }
    }

    private void Update32<T>(in ParameterSlice<T> slice) where T : unmanaged, IFloatingPointIeee754<T> => AdamWKernel.Step(
        MemoryMarshal.Cast<T, float>(slice.Weights), MemoryMarshal.Cast<T, float>(slice.Gradients), MemoryMarshal.Cast<T, float>(slice.First), MemoryMarshal.Cast<T, float>(slice.Second),
        new AdamWNumbers(slice.Rate, Beta1, Beta2, Epsilon, slice.Decays ? WeightDecay : 0, 1 - Math.Pow(Beta1, slice.Step), 1 - Math.Pow(Beta2, slice.Step), slice.GradientScale));
}
