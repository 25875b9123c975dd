using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Sampling;

/// <summary>The vectorised passes over one row of logits. Minus infinity is a logit like any other; NaN is not.</summary>
internal static class RowMath
{
    /// <summary>Weights are summed in blocks of this many, so that a draw skips whole blocks.</summary>
    public const int Block = 256;

    /// <summary>The largest logit; NaN where one is NaN.</summary>
    public static float Max(ReadOnlySpan<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var best = new Vector<float>(float.NegativeInfinity);
        foreach (var v in vectors) best = Vector.Max(best, v);
        var max = float.NegativeInfinity;
        for (var i = 0; i < Vector<float>.Count; i++) max = MathF.Max(max, best[i]);
        foreach (var x in row[(vectors.Length * Vector<float>.Count)..]) max = MathF.Max(max, x);
        return max;
    }

    /// <summary>weights = e^((logit − max)·inverseTemperature) with their sum by blocks and in all; 0 below e^−87.</summary>
    public static double Weights(ReadOnlySpan<float> logits, float max, float inverseTemperature, Span<float> weights, Span<double> blockSums) => SimdChoice.Wide
        ? Weights<Simd512, Vector512<float>>(logits, max, inverseTemperature, weights, blockSums)
        : Weights<Simd256, Vector256<float>>(logits, max, inverseTemperature, weights, blockSums);

    /// <summary>Maxima of disjoint groups of the row; every logit is in one. Fewer and smaller groups in a shorter row.</summary>
    public static ReadOnlySpan<float> GroupMaxima(ReadOnlySpan<float> row, Span<float> maxima)
    {
        const int group = 16;
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var results = MemoryMarshal.Cast<float, Vector<float>>(maxima);
        var groups = vectors.Length / group;
        for (var g = 0; g < groups; g++)
        {
            var best = vectors[g * group];
            foreach (var v in vectors.Slice(g * group + 1, group - 1)) best = Vector.Max(best, v);
            results[g] = best;
        }
        var (done, found) = (groups * group * Vector<float>.Count, groups * Vector<float>.Count);
        row[done..].CopyTo(maxima[found..]);
        return maxima[..(found + row.Length - done)];
    }

    public static void Scale(Span<float> row, float factor)
    {
        foreach (ref var v in MemoryMarshal.Cast<float, Vector<float>>(row)) v *= factor;
        for (var i = row.Length / Vector<float>.Count * Vector<float>.Count; i < row.Length; i++) row[i] *= factor;
    }

    /// <summary>Every logit below <paramref name="edge"/> becomes minus infinity.</summary>
    public static void RemoveBelow(Span<float> logits, float edge)
    {
        var (least, removed) = (new Vector<float>(edge), new Vector<float>(float.NegativeInfinity));
        foreach (ref var v in MemoryMarshal.Cast<float, Vector<float>>(logits)) v = Vector.ConditionalSelect(Vector.LessThan(v, least), removed, v);
        foreach (ref var x in logits[(logits.Length / Vector<float>.Count * Vector<float>.Count)..])
            if (x < edge) x = float.NegativeInfinity;
    }

    private static unsafe double Weights<S, V>(ReadOnlySpan<float> logits, float max, float inverseTemperature, Span<float> weights, Span<double> blockSums)
        where S : struct, ISimd<V> where V : struct
    {
        var total = 0.0;
        fixed (float* source = logits, target = weights)
            for (int start = 0, b = 0; start < logits.Length; start += Block, b++)
            {
                var length = Math.Min(Block, logits.Length - start);
                blockSums[b] = WeightsOfBlock<S, V>(source + start, length, max, inverseTemperature, target + start);
                total += blockSums[b];
            }
        return total;
    }

    private static unsafe double WeightsOfBlock<S, V>(float* logits, int length, float max, float inverseTemperature, float* weights)
        where S : struct, ISimd<V> where V : struct
    {
        V shift = S.Broadcast(max), scale = S.Broadcast(inverseTemperature), sum = S.Zero;
        var least = SimdMath.Exp<S, V>(S.Broadcast(float.NegativeInfinity));      // the exponential is clamped: taking its least value off leaves 0 for −∞
        var i = 0;
        for (; i + S.Width <= length; i += S.Width)
        {
            var weight = S.Subtract(SimdMath.Exp<S, V>(S.Multiply(S.Subtract(S.Load(logits + i), shift), scale)), least);
            S.Store(weight, weights + i);
            sum = S.Add(sum, weight);
        }
        double total = S.Sum(sum);
        for (; i < length; i++) total += weights[i] = MathF.Exp((logits[i] - max) * inverseTemperature);
        return total;
    }
}
