using System.Numerics;
using System.Runtime.InteropServices;
using Heed.Models.Numerics;

namespace Heed.Learning.Optimization;

/// <summary>Clipping by the norm of all gradients together (Pascanu et al. 2013, arXiv 1211.5063, algorithm 1) or value by value.</summary>
public static class GradientClipping
{
    /// <summary>The p-norm over a flat buffer, summed in float64; p is 1, 2 or infinity.</summary>
    public static double Norm<T>(ReadOnlySpan<T> gradients, double p = 2) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && p == 2) return FlatSums.Norm(MemoryMarshal.Cast<T, float>(gradients));
        if (p is not (1 or 2 or double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(p), p, "expected 1, 2 or infinity");
        var total = 0.0;
        foreach (var gradient in gradients)
        {
            var g = Math.Abs(double.CreateChecked(gradient));
            total = p == 1 ? total + g : p == 2 ? total + g * g : Math.Max(total, g);
        }
        return p == 2 ? Math.Sqrt(total) : total;
    }

    /// <summary>What gradients of this norm are multiplied by so that it is at most <paramref name="limit"/>; NaN for a NaN.</summary>
    public static double Factor(double norm, double limit) => limit / (norm + 1e-6) is var factor && factor >= 1 ? 1 : factor;

    /// <summary>Clamps each gradient to ± <paramref name="limit"/>.</summary>
    public static void ByValue<T>(Span<T> gradients, double limit) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bound = T.CreateChecked(limit);
        foreach (ref var g in gradients) g = T.Clamp(g, -bound, bound);
    }
}
