using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>Norms of single rows, whose padding up to a whole number of vectors is zero.</summary>
internal static unsafe class RowNorm<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>y = x / √(mean x² + ε) · gain (Zhang and Sennrich 2019, eq. 4).</summary>
    public static void RootMeanSquare(float* x, float* gain, float epsilon, int width, float* y)
    {
        var squares = S.Zero;
        for (var i = 0; i < width; i += S.Width) squares = S.MultiplyAdd(S.Load(x + i), S.Load(x + i), squares);
        var scale = S.Broadcast(1 / MathF.Sqrt(S.Sum(squares) / width + epsilon));
        for (var i = 0; i < width; i += S.Width) S.Store(S.Multiply(S.Multiply(S.Load(x + i), scale), S.Load(gain + i)), y + i);
    }

    /// <summary>The same in place, for elements that lie without padding among others.</summary>
    public static void RootMeanSquareWithin(float* x, float* gain, float epsilon, int width)
    {
        var squares = S.Zero;
        var i = 0;
        for (; i + S.Width <= width; i += S.Width) squares = S.MultiplyAdd(S.Load(x + i), S.Load(x + i), squares);
        var total = S.Sum(squares);
        for (; i < width; i++) total += x[i] * x[i];
        var inverse = 1 / MathF.Sqrt(total / width + epsilon);
        var scale = S.Broadcast(inverse);
        for (i = 0; i + S.Width <= width; i += S.Width) S.Store(S.Multiply(S.Multiply(S.Load(x + i), scale), S.Load(gain + i)), x + i);
        for (; i < width; i++) x[i] = x[i] * inverse * gain[i];
    }

    /// <summary>y = (x − mean) / √(variance + ε) · gain + bias (Ba et al. 2016, eq. 4).</summary>
    public static void Layer(float* x, float* gain, float* bias, float epsilon, int width, float* y)
    {
        var sum = S.Zero;
        for (var i = 0; i < width; i += S.Width) sum = S.Add(sum, S.Load(x + i));
        var mean = S.Sum(sum) / width;
        var (shift, squares) = (S.Broadcast(mean), S.Zero);
        var padded = 0;
        for (; padded < width; padded += S.Width)
        {
            var deviation = S.Subtract(S.Load(x + padded), shift);
            squares = S.MultiplyAdd(deviation, deviation, squares);
        }
        var variance = (S.Sum(squares) - (padded - width) * mean * mean) / width;      // the padding deviates by −mean
        var scale = S.Broadcast(1 / MathF.Sqrt(variance + epsilon));
        for (var i = 0; i < width; i += S.Width)
            S.Store(S.MultiplyAdd(S.Multiply(S.Subtract(S.Load(x + i), shift), scale), S.Load(gain + i), S.Load(bias + i)), y + i);
    }
}
