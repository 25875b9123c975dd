using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Models.Numerics;

/// <summary>Sums over flat buffers on the team: blocks of fixed size, added up in their order in float64, so that threads do not change a bit.</summary>
public static unsafe class FlatSums
{
    private const int Block = 1 << 14;

    /// <summary>Σ x². A NaN or an infinity anywhere makes it one.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty) return 0;
        var sums = new double[(values.Length + Block - 1) / Block];
        fixed (float* x = values)
        {
            var (data, length) = ((nint)x, values.Length);
            ThreadTeam.Share(sums.Length, 1, (_, low, high) =>
            {
                for (var b = low; b < high; b++) sums[b] = Of((float*)data + b * Block, (int)Math.Min(Block, length - b * Block));
            });
        }
        return sums.Sum();
    }

    /// <summary>The 2-norm.</summary>
    public static double Norm(ReadOnlySpan<float> values) => Math.Sqrt(SumOfSquares(values));

    private static double Of(float* x, int count) => SimdChoice.Wide ? Of<Simd512, Vector512<float>>(x, count) : Of<Simd256, Vector256<float>>(x, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Of<S, V>(float* x, int count) where S : struct, ISimd<V> where V : struct
    {
        V even = S.Zero, odd = S.Zero;
        var i = 0;
        for (; i + 2 * S.Width <= count; i += 2 * S.Width)
        {
            V a = S.Load(x + i), b = S.Load(x + i + S.Width);
            (even, odd) = (S.MultiplyAdd(a, a, even), S.MultiplyAdd(b, b, odd));
        }
        double sum = S.Sum(S.Add(even, odd));
        for (; i < count; i++) sum += (double)x[i] * x[i];
        return sum;
    }
}
