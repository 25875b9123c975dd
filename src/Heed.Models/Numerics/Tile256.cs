using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Models.Numerics;

/// <summary>6 × 16: twelve accumulators of the sixteen registers that AVX2 has.</summary>
internal readonly unsafe struct Tile256 : ITile
{
    public static int Rows => 6;
    public static int Columns => 2 * Simd256.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, long rowStride, float* b, int k, float* c, long stride, int rows, bool add)
    {
        var a1 = a + Math.Min(1, rows - 1) * rowStride;
        var a2 = a + Math.Min(2, rows - 1) * rowStride;
        var a3 = a + Math.Min(3, rows - 1) * rowStride;
        var a4 = a + Math.Min(4, rows - 1) * rowStride;
        var a5 = a + Math.Min(5, rows - 1) * rowStride;
        Vector256<float> x0 = default, y0 = default, x1 = default, y1 = default, x2 = default, y2 = default;
        Vector256<float> x3 = default, y3 = default, x4 = default, y4 = default, x5 = default, y5 = default;
        for (var d = 0; d < k; d++, b += Columns)
        {
            var (p, q) = (Simd256.Load(b), Simd256.Load(b + Simd256.Width));
            var t0 = Vector256.Create(a[d]);
            (x0, y0) = (Vector256.FusedMultiplyAdd(t0, p, x0), Vector256.FusedMultiplyAdd(t0, q, y0));
            var t1 = Vector256.Create(a1[d]);
            (x1, y1) = (Vector256.FusedMultiplyAdd(t1, p, x1), Vector256.FusedMultiplyAdd(t1, q, y1));
            var t2 = Vector256.Create(a2[d]);
            (x2, y2) = (Vector256.FusedMultiplyAdd(t2, p, x2), Vector256.FusedMultiplyAdd(t2, q, y2));
            var t3 = Vector256.Create(a3[d]);
            (x3, y3) = (Vector256.FusedMultiplyAdd(t3, p, x3), Vector256.FusedMultiplyAdd(t3, q, y3));
            var t4 = Vector256.Create(a4[d]);
            (x4, y4) = (Vector256.FusedMultiplyAdd(t4, p, x4), Vector256.FusedMultiplyAdd(t4, q, y4));
            var t5 = Vector256.Create(a5[d]);
            (x5, y5) = (Vector256.FusedMultiplyAdd(t5, p, x5), Vector256.FusedMultiplyAdd(t5, q, y5));
        }
        Write(c, x0, y0, add);
        if (rows > 1) Write(c + 1 * stride, x1, y1, add);
        if (rows > 2) Write(c + 2 * stride, x2, y2, add);
        if (rows > 3) Write(c + 3 * stride, x3, y3, add);
        if (rows > 4) Write(c + 4 * stride, x4, y4, add);
        if (rows > 5) Write(c + 5 * stride, x5, y5, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* c, Vector256<float> x, Vector256<float> y, bool add)
    {
        if (add) (x, y) = (x + Simd256.Load(c), y + Simd256.Load(c + Simd256.Width));
        Simd256.Store(x, c);
        Simd256.Store(y, c + Simd256.Width);
    }
}
