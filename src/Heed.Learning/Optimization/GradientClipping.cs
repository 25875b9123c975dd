using System.Numerics;
using System.Runtime.InteropServices;

namespace Heed.Learning.Optimization;

/// <summary>Clipping by the norm of all gradients together (Pascanu et al. 2013, arXiv 1211.5063, algorithm 1) or value by value.</summary>
public static class GradientClipping
{
    private const int Block = 4096;

    /// <summary>The p-norm over a flat buffer; p is 1, 2 or infinity. Blocks are summed in float64.</summary>
    public static double Norm<T>(ReadOnlySpan<T> gradients, double p = 2) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var total = 0.0;
        for (var at = 0; at < gradients.Length; at += Block)
        {
            var block = gradients.Slice(at, Math.Min(Block, gradients.Length - at));
            total = p switch
            {
                1 => total + SumOfMagnitudes(block),
                2 => total + SumOfSquares(block),
                double.PositiveInfinity => Math.Max(total, Largest(block)),
                _ => throw new ArgumentOutOfRangeException(nameof(p), p, "expected 1, 2 or infinity")
            };
        }
        return p == 2 ? Math.Sqrt(total) : total;
    }

    /// <summary>Scales the gradients so that their norm is at most <paramref name="limit"/>; gives the norm before. A NaN makes every gradient NaN.</summary>
    public static double ByNorm<T>(Span<T> gradients, double limit, double p = 2) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var norm = Norm<T>(gradients, p);
        Scale(gradients, norm, limit);
        return norm;
    }

    /// <summary>Scales gradients, part of a whole that has this norm, so that the whole's norm is at most <paramref name="limit"/>.</summary>
    public static void Scale<T>(Span<T> gradients, double norm, double limit) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scale = limit / (norm + 1e-6);
        if (scale >= 1) return;
        var factor = T.CreateChecked(scale);
        var wide = MemoryMarshal.Cast<T, Vector<T>>(gradients);
        for (var i = 0; i < wide.Length; i++) wide[i] *= factor;
        for (var i = wide.Length * Vector<T>.Count; i < gradients.Length; i++) gradients[i] *= factor;
    }

    /// <summary>Clamps each gradient to ± <paramref name="limit"/>.</summary>
    public static void ByValue<T>(Span<T> gradients, double limit) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bound = T.CreateChecked(limit);
        foreach (ref var g in gradients) g = T.Clamp(g, -bound, bound);
    }

    private static double SumOfSquares<T>(ReadOnlySpan<T> block) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lanes = MemoryMarshal.Cast<T, Vector<T>>(block);
        var sums = Vector<T>.Zero;
        foreach (var lane in lanes) sums += lane * lane;
        var sum = double.CreateChecked(Vector.Sum(sums));
        foreach (var g in block[(lanes.Length * Vector<T>.Count)..]) sum += double.CreateChecked(g * g);
        return sum;
    }

    private static double SumOfMagnitudes<T>(ReadOnlySpan<T> block) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        foreach (var g in block) sum += double.CreateChecked(T.Abs(g));
        return sum;
    }

    private static double Largest<T>(ReadOnlySpan<T> block) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var largest = T.Zero;
        foreach (var g in block) largest = T.Max(largest, T.Abs(g));
        return double.CreateChecked(largest);
    }
}
