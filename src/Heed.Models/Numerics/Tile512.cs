using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Heed.Models.Numerics;

/// <summary>12 × 32: twenty-four accumulators of the thirty-two registers that AVX-512 has.</summary>
internal readonly unsafe struct Tile512 : ITile
{
    public static int Rows => 12;
    public static int Columns => 2 * Simd512.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, long rowStride, float* b, int k, float* c, long stride, int rows, bool add)
    {
        var a1 = a + Math.Min(1, rows - 1) * rowStride;
        var a2 = a + Math.Min(2, rows - 1) * rowStride;
        var a3 = a + Math.Min(3, rows - 1) * rowStride;
        var a4 = a + Math.Min(4, rows - 1) * rowStride;
        var a5 = a + Math.Min(5, rows - 1) * rowStride;
        var a6 = a + Math.Min(6, rows - 1) * rowStride;
        var a7 = a + Math.Min(7, rows - 1) * rowStride;
        var a8 = a + Math.Min(8, rows - 1) * rowStride;
        var a9 = a + Math.Min(9, rows - 1) * rowStride;
        var a10 = a + Math.Min(10, rows - 1) * rowStride;
        var a11 = a + Math.Min(11, rows - 1) * rowStride;
        Vector512<float> x0 = default, y0 = default, x1 = default, y1 = default, x2 = default, y2 = default;
        Vector512<float> x3 = default, y3 = default, x4 = default, y4 = default, x5 = default, y5 = default;
        Vector512<float> x6 = default, y6 = default, x7 = default, y7 = default, x8 = default, y8 = default;
        Vector512<float> x9 = default, y9 = default, x10 = default, y10 = default, x11 = default, y11 = default;
        for (var d = 0; d < k; d++, b += Columns)
        {
            var (p, q) = (Simd512.Load(b), Simd512.Load(b + Simd512.Width));
            var t0 = Vector512.Create(a[d]);
            (x0, y0) = (Vector512.FusedMultiplyAdd(t0, p, x0), Vector512.FusedMultiplyAdd(t0, q, y0));
            var t1 = Vector512.Create(a1[d]);
            (x1, y1) = (Vector512.FusedMultiplyAdd(t1, p, x1), Vector512.FusedMultiplyAdd(t1, q, y1));
            var t2 = Vector512.Create(a2[d]);
            (x2, y2) = (Vector512.FusedMultiplyAdd(t2, p, x2), Vector512.FusedMultiplyAdd(t2, q, y2));
            var t3 = Vector512.Create(a3[d]);
            (x3, y3) = (Vector512.FusedMultiplyAdd(t3, p, x3), Vector512.FusedMultiplyAdd(t3, q, y3));
            var t4 = Vector512.Create(a4[d]);
            (x4, y4) = (Vector512.FusedMultiplyAdd(t4, p, x4), Vector512.FusedMultiplyAdd(t4, q, y4));
            var t5 = Vector512.Create(a5[d]);
            (x5, y5) = (Vector512.FusedMultiplyAdd(t5, p, x5), Vector512.FusedMultiplyAdd(t5, q, y5));
            var t6 = Vector512.Create(a6[d]);
            (x6, y6) = (Vector512.FusedMultiplyAdd(t6, p, x6), Vector512.FusedMultiplyAdd(t6, q, y6));
            var t7 = Vector512.Create(a7[d]);
            (x7, y7) = (Vector512.FusedMultiplyAdd(t7, p, x7), Vector512.FusedMultiplyAdd(t7, q, y7));
            var t8 = Vector512.Create(a8[d]);
            (x8, y8) = (Vector512.FusedMultiplyAdd(t8, p, x8), Vector512.FusedMultiplyAdd(t8, q, y8));
            var t9 = Vector512.Create(a9[d]);
            (x9, y9) = (Vector512.FusedMultiplyAdd(t9, p, x9), Vector512.FusedMultiplyAdd(t9, q, y9));
            var t10 = Vector512.Create(a10[d]);
            (x10, y10) = (Vector512.FusedMultiplyAdd(t10, p, x10), Vector512.FusedMultiplyAdd(t10, q, y10));
            var t11 = Vector512.Create(a11[d]);
            (x11, y11) = (Vector512.FusedMultiplyAdd(t11, p, x11), Vector512.FusedMultiplyAdd(t11, q, y11));
        }
        Write(c, x0, y0, add);
        if (rows > 1) Write(c + 1 * stride, x1, y1, add);
        if (rows > 2) Write(c + 2 * stride, x2, y2, add);
        if (rows > 3) Write(c + 3 * stride, x3, y3, add);
        if (rows > 4) Write(c + 4 * stride, x4, y4, add);
        if (rows > 5) Write(c + 5 * stride, x5, y5, add);
        if (rows > 6) Write(c + 6 * stride, x6, y6, add);
        if (rows > 7) Write(c + 7 * stride, x7, y7, add);
        if (rows > 8) Write(c + 8 * stride, x8, y8, add);
        if (rows > 9) Write(c + 9 * stride, x9, y9, add);
        if (rows > 10) Write(c + 10 * stride, x10, y10, add);
        if (rows > 11) Write(c + 11 * stride, x11, y11, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* c, Vector512<float> x, Vector512<float> y, bool add)
    {
        if (add) (x, y) = (x + Simd512.Load(c), y + Simd512.Load(c + Simd512.Width));
        Simd512.Store(x, c);
        Simd512.Store(y, c + Simd512.Width);
    }
}
