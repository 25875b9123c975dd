using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Heed.Models.Numerics;

/// <summary>
/// The inner loop of every matrix product: a tile of C kept in registers while the inner dimension runs, as in Goto and van de Geijn 2008,
/// "Anatomy of high-performance matrix multiplication". B comes as a panel two registers wide; A is read where it lies, by rows or by columns.
/// </summary>
internal static unsafe class TileKernel<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>Rows of a tile.</summary>
    public static int Rows => S.TileRows;

    /// <summary>Columns of a tile, and of a panel of B.</summary>
    public static int Columns => 2 * S.Width;

    /// <summary>C (Rows, Columns) = or += A (Rows, depth) · panel (depth, Columns).</summary>
    /// <param name="a">Read where it lies; its first element is the tile's.</param>
    /// <param name="panel">Row-major, dense.</param>
    /// <param name="c">Row-major, rows <paramref name="stride"/> apart.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(MatrixView a, float* panel, int depth, float* c, long stride, bool add)
    {
        for (var r = 0; r < S.TileRows; r++) Sse.Prefetch0(c + r * stride);
        if (S.TileRows == 12) Twelve(a.Data, (nint)a.RowStride, (nint)a.ColumnStride, panel, depth, c, (nint)stride, add);
        else if (a.RowStride == 1) SixBeside(a.Data, (nint)a.ColumnStride, panel, depth, c, (nint)stride, add);
        else SixApart(a.Data, (nint)a.RowStride, panel, depth, c, (nint)stride, add);
    }

    /// <summary>Six rows, their elements of one column beside each other. Four steps a turn: the counting takes a sixth of the time otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixBeside(float* a, nint columnStride, float* panel, int depth, float* c, nint stride, bool add)
    {
        V c00 = S.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
        for (; depth >= 4; depth -= 4, panel += 4 * Columns)
        {
            Step(a, a + 3, 1, panel, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            a += columnStride;
            Step(a, a + 3, 1, panel + Columns, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            a += columnStride;
            Step(a, a + 3, 1, panel + 2 * Columns, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            a += columnStride;
            Step(a, a + 3, 1, panel + 3 * Columns, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            a += columnStride;
        }
        for (; depth > 0; depth--, panel += Columns, a += columnStride) Step(a, a + 3, 1, panel, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
        Write(c, c00, c01, add);
        Write(c + stride, c10, c11, add);
        Write(c + 2 * stride, c20, c21, add);
        Write(c + 3 * stride, c30, c31, add);
        Write(c + 4 * stride, c40, c41, add);
        Write(c + 5 * stride, c50, c51, add);
    }

    /// <summary>Six rows, each along memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixApart(float* a, nint rowStride, float* panel, int depth, float* c, nint stride, bool add)
    {
        V c00 = S.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
        var lower = a + 3 * rowStride;
        for (; depth >= 4; depth -= 4, panel += 4 * Columns, a += 4, lower += 4)
        {
            Step(a, lower, rowStride, panel, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            Step(a + 1, lower + 1, rowStride, panel + Columns, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            Step(a + 2, lower + 2, rowStride, panel + 2 * Columns, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            Step(a + 3, lower + 3, rowStride, panel + 3 * Columns, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
        }
        for (; depth > 0; depth--, panel += Columns, a++, lower++) Step(a, lower, rowStride, panel, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
        Write(c, c00, c01, add);
        Write(c + stride, c10, c11, add);
        Write(c + 2 * stride, c20, c21, add);
        Write(c + 3 * stride, c30, c31, add);
        Write(c + 4 * stride, c40, c41, add);
        Write(c + 5 * stride, c50, c51, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Twelve(float* a, nint rowStride, nint columnStride, float* panel, int depth, float* c, nint stride, bool add)
    {
        V c00 = S.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
        V c60 = c00, c61 = c00, c70 = c00, c71 = c00, c80 = c00, c81 = c00, c90 = c00, c91 = c00, d00 = c00, d01 = c00, d10 = c00, d11 = c00;
        float* a0 = a, a3 = a + 3 * rowStride, a6 = a + 6 * rowStride, a9 = a + 9 * rowStride;
        var twice = 2 * rowStride;
        for (var k = 0; k < depth; k++)
        {
            var b0 = S.Load(panel);
            var b1 = S.Load(panel + S.Width);
            Row(a0[0], b0, b1, ref c00, ref c01);
            Row(a0[rowStride], b0, b1, ref c10, ref c11);
            Row(a0[twice], b0, b1, ref c20, ref c21);
            Row(a3[0], b0, b1, ref c30, ref c31);
            Row(a3[rowStride], b0, b1, ref c40, ref c41);
            Row(a3[twice], b0, b1, ref c50, ref c51);
            Row(a6[0], b0, b1, ref c60, ref c61);
            Row(a6[rowStride], b0, b1, ref c70, ref c71);
            Row(a6[twice], b0, b1, ref c80, ref c81);
            Row(a9[0], b0, b1, ref c90, ref c91);
            Row(a9[rowStride], b0, b1, ref d00, ref d01);
            Row(a9[twice], b0, b1, ref d10, ref d11);
            a0 += columnStride;
            a3 += columnStride;
            a6 += columnStride;
            a9 += columnStride;
            panel += 2 * S.Width;
        }
        Write(c, c00, c01, add);
        Write(c + stride, c10, c11, add);
        Write(c + 2 * stride, c20, c21, add);
        Write(c + 3 * stride, c30, c31, add);
        Write(c + 4 * stride, c40, c41, add);
        Write(c + 5 * stride, c50, c51, add);
        Write(c + 6 * stride, c60, c61, add);
        Write(c + 7 * stride, c70, c71, add);
        Write(c + 8 * stride, c80, c81, add);
        Write(c + 9 * stride, c90, c91, add);
        Write(c + 10 * stride, d00, d01, add);
        Write(c + 11 * stride, d10, d11, add);
    }

    /// <summary>One element of the inner dimension: three rows from <paramref name="upper"/> on and three from <paramref name="lower"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(float* upper, float* lower, nint rowStride, float* panel, ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21, ref V c30, ref V c31, ref V c40, ref V c41, ref V c50, ref V c51)
    {
        V b0 = S.Load(panel), b1 = S.Load(panel + S.Width);
        Row(upper[0], b0, b1, ref c00, ref c01);
        Row(upper[rowStride], b0, b1, ref c10, ref c11);
        Row(upper[2 * rowStride], b0, b1, ref c20, ref c21);
        Row(lower[0], b0, b1, ref c30, ref c31);
        Row(lower[rowStride], b0, b1, ref c40, ref c41);
        Row(lower[2 * rowStride], b0, b1, ref c50, ref c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(float a, V b0, V b1, ref V c0, ref V c1)
    {
        var lanes = S.Broadcast(a);
        c0 = S.MultiplyAdd(lanes, b0, c0);
        c1 = S.MultiplyAdd(lanes, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* c, V c0, V c1, bool add)
    {
        if (add)
        {
            c0 = S.Add(S.Load(c), c0);
            c1 = S.Add(S.Load(c + S.Width), c1);
        }
        S.Store(c0, c);
        S.Store(c1, c + S.Width);
    }
}
