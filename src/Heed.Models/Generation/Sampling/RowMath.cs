using System.Numerics;
using System.Runtime.InteropServices;

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

    /// <summary>weights = e^((logit − max)·inverseTemperature) with their sum by blocks and in all.</summary>
    public static double Weights(ReadOnlySpan<float> logits, float max, float inverseTemperature, Span<float> weights, Span<double> blockSums)
    {
        var total = 0.0;
        for (int start = 0, b = 0; start < logits.Length; start += Block, b++)
        {
            var length = Math.Min(Block, logits.Length - start);
            blockSums[b] = WeightsOfBlock(logits.Slice(start, length), max, inverseTemperature, weights.Slice(start, length));
            total += blockSums[b];
        }
        return total;
    }

    public static void Negate(ReadOnlySpan<float> row, Span<float> negated)
    {
        for (var i = 0; i < row.Length; i++) negated[i] = -row[i];
    }

    public static void Scale(Span<float> row, float factor)
    {
        foreach (ref var v in MemoryMarshal.Cast<float, Vector<float>>(row)) v *= factor;
        for (var i = row.Length / Vector<float>.Count * Vector<float>.Count; i < row.Length; i++) row[i] *= factor;
    }

    /// <summary>Every logit below <paramref name="edge"/> becomes minus infinity.</summary>
    public static void RemoveBelow(Span<float> logits, float edge)
    {
        foreach (ref var x in logits)
            if (x < edge) x = float.NegativeInfinity;
    }

    /// <summary>The smallest and the largest finite value; (0, 0) where none is finite.</summary>
    public static (float Low, float High) FiniteRange(ReadOnlySpan<float> row)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var x in row)
            if (float.IsFinite(x)) (low, high) = (MathF.Min(low, x), MathF.Max(high, x));
        return low <= high ? (low, high) : (0, 0);
    }

    private static double WeightsOfBlock(ReadOnlySpan<float> logits, float max, float inverseTemperature, Span<float> weights)
    {
        var source = MemoryMarshal.Cast<float, Vector<float>>(logits);
        var target = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var (shift, sum) = (new Vector<float>(max), Vector<float>.Zero);
        for (var i = 0; i < source.Length; i++)
        {
            var weight = Vector.Exp((source[i] - shift) * inverseTemperature);
            target[i] = weight;
            sum += weight;
        }
        double total = Vector.Sum(sum);
        for (var i = source.Length * Vector<float>.Count; i < logits.Length; i++)
            total += weights[i] = MathF.Exp((logits[i] - max) * inverseTemperature);
        return total;
    }
}
