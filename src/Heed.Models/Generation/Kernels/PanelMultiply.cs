using System.Runtime.CompilerServices;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// y = x·Wᵀ (+ bias) (+ y) over packed weights that are read as floats. Every output is one chain of fused multiply-adds in the order of
/// the depth, whatever the number of rows: a row's result does not depend on the rows beside it, to the bit.
/// </summary>
internal static unsafe class PanelMultiply<S, V, R> where S : struct, ISimd<V> where V : struct where R : struct, IPanelReader<V>
{
    /// <summary>All rows against the panels <paramref name="from"/> to <paramref name="to"/> (exclusive).</summary>
    /// <param name="x">(rows, depth), <paramref name="ldx"/> floats from row to row.</param>
    /// <param name="y">(rows, outputs rounded up to whole panels).</param>
    public static void Panels(float* x, int rows, nint ldx, PackedMatrix w, int from, int to, float* y, nint ldy, bool add)
    {
        if (rows == 1)
        {
            OneRow(x, w, from, to, y, add);
            return;
        }
        for (var p = from; p < to; p++) Panel(x, rows, ldx, w, p, y + p * w.PanelWidth, ldy, add);
    }

    /// <summary>Tiles as high as there are registers for, then lower ones.</summary>
    private static void Panel(float* x, int rows, nint ldx, PackedMatrix w, int p, float* y, nint ldy, bool add)
    {
        byte* panel = w.Panel(p);
        float* scales = w.Scales(p), bias = w.Bias(p);
        nint r = 0;
        if (S.TileRows == 12)
        {
            for (; r + 12 <= rows; r += 12) Rows12(x + r * ldx, ldx, panel, w.Depth, y + r * ldy, ldy, scales, bias, add);
            for (; r + 8 <= rows; r += 8) Rows8(x + r * ldx, ldx, panel, w.Depth, y + r * ldy, ldy, scales, bias, add);
        }
        else
            for (; r + 6 <= rows; r += 6) Rows6(x + r * ldx, ldx, panel, w.Depth, y + r * ldy, ldy, scales, bias, add);
        for (; r + 4 <= rows; r += 4) Rows4(x + r * ldx, ldx, panel, w.Depth, y + r * ldy, ldy, scales, bias, add);
        for (; r + 2 <= rows; r += 2) Rows2(x + r * ldx, ldx, panel, w.Depth, y + r * ldy, ldy, scales, bias, add);
        if (r < rows) Rows1(x + r * ldx, panel, w.Depth, y + r * ldy, scales, bias, add);
    }

    /// <summary>Bound by the memory that the panels come from: four at a time keep more of it on the way.</summary>
    private static void OneRow(float* x, PackedMatrix w, int from, int to, float* y, bool add)
    {
        var p = from;
        for (; p + 4 <= to; p += 4) FourPanels(x, w, p, y + p * w.PanelWidth, add);
        for (; p < to; p++) Rows1(x, w.Panel(p), w.Depth, y + p * w.PanelWidth, w.Scales(p), w.Bias(p), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12(float* x, nint ldx, byte* panel, int depth, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0, a5 = a0, b5 = a0;
        V a6 = a0, b6 = a0, a7 = a0, b7 = a0, a8 = a0, b8 = a0, a9 = a0, b9 = a0, a10 = a0, b10 = a0, a11 = a0, b11 = a0;
        float* x0 = x, x3 = x + 3 * ldx, x6 = x + 6 * ldx, x9 = x + 9 * ldx;
        var twice = 2 * ldx;
        for (nint k = 0; k < depth; k++, panel += R.Step)
        {
            var (left, right) = R.Read(panel);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
            Row(x0[k + twice], left, right, ref a2, ref b2);
            Row(x3[k], left, right, ref a3, ref b3);
            Row(x3[k + ldx], left, right, ref a4, ref b4);
            Row(x3[k + twice], left, right, ref a5, ref b5);
            Row(x6[k], left, right, ref a6, ref b6);
            Row(x6[k + ldx], left, right, ref a7, ref b7);
            Row(x6[k + twice], left, right, ref a8, ref b8);
            Row(x9[k], left, right, ref a9, ref b9);
            Row(x9[k + ldx], left, right, ref a10, ref b10);
            Row(x9[k + twice], left, right, ref a11, ref b11);
        }
        Finish(a0, b0, y, scales, bias, add);
        Finish(a1, b1, y + ldy, scales, bias, add);
        Finish(a2, b2, y + 2 * ldy, scales, bias, add);
        Finish(a3, b3, y + 3 * ldy, scales, bias, add);
        Finish(a4, b4, y + 4 * ldy, scales, bias, add);
        Finish(a5, b5, y + 5 * ldy, scales, bias, add);
        Finish(a6, b6, y + 6 * ldy, scales, bias, add);
        Finish(a7, b7, y + 7 * ldy, scales, bias, add);
        Finish(a8, b8, y + 8 * ldy, scales, bias, add);
        Finish(a9, b9, y + 9 * ldy, scales, bias, add);
        Finish(a10, b10, y + 10 * ldy, scales, bias, add);
        Finish(a11, b11, y + 11 * ldy, scales, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8(float* x, nint ldx, byte* panel, int depth, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0, a5 = a0, b5 = a0;
        V a6 = a0, b6 = a0, a7 = a0, b7 = a0;
        float* x0 = x, x3 = x + 3 * ldx, x6 = x + 6 * ldx;
        var twice = 2 * ldx;
        for (nint k = 0; k < depth; k++, panel += R.Step)
        {
            var (left, right) = R.Read(panel);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
            Row(x0[k + twice], left, right, ref a2, ref b2);
            Row(x3[k], left, right, ref a3, ref b3);
            Row(x3[k + ldx], left, right, ref a4, ref b4);
            Row(x3[k + twice], left, right, ref a5, ref b5);
            Row(x6[k], left, right, ref a6, ref b6);
            Row(x6[k + ldx], left, right, ref a7, ref b7);
        }
        Finish(a0, b0, y, scales, bias, add);
        Finish(a1, b1, y + ldy, scales, bias, add);
        Finish(a2, b2, y + 2 * ldy, scales, bias, add);
        Finish(a3, b3, y + 3 * ldy, scales, bias, add);
        Finish(a4, b4, y + 4 * ldy, scales, bias, add);
        Finish(a5, b5, y + 5 * ldy, scales, bias, add);
        Finish(a6, b6, y + 6 * ldy, scales, bias, add);
        Finish(a7, b7, y + 7 * ldy, scales, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(float* x, nint ldx, byte* panel, int depth, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0, a5 = a0, b5 = a0;
        float* x0 = x, x3 = x + 3 * ldx;
        var twice = 2 * ldx;
        for (nint k = 0; k < depth; k++, panel += R.Step)
        {
            var (left, right) = R.Read(panel);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
            Row(x0[k + twice], left, right, ref a2, ref b2);
            Row(x3[k], left, right, ref a3, ref b3);
            Row(x3[k + ldx], left, right, ref a4, ref b4);
            Row(x3[k + twice], left, right, ref a5, ref b5);
        }
        Finish(a0, b0, y, scales, bias, add);
        Finish(a1, b1, y + ldy, scales, bias, add);
        Finish(a2, b2, y + 2 * ldy, scales, bias, add);
        Finish(a3, b3, y + 3 * ldy, scales, bias, add);
        Finish(a4, b4, y + 4 * ldy, scales, bias, add);
        Finish(a5, b5, y + 5 * ldy, scales, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(float* x, nint ldx, byte* panel, int depth, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0;
        float* x0 = x, x3 = x + 3 * ldx;
        var twice = 2 * ldx;
        for (nint k = 0; k < depth; k++, panel += R.Step)
        {
            var (left, right) = R.Read(panel);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
            Row(x0[k + twice], left, right, ref a2, ref b2);
            Row(x3[k], left, right, ref a3, ref b3);
        }
        Finish(a0, b0, y, scales, bias, add);
        Finish(a1, b1, y + ldy, scales, bias, add);
        Finish(a2, b2, y + 2 * ldy, scales, bias, add);
        Finish(a3, b3, y + 3 * ldy, scales, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(float* x, nint ldx, byte* panel, int depth, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = a0, a1 = a0, b1 = a0;
        float* x0 = x;
        for (nint k = 0; k < depth; k++, panel += R.Step)
        {
            var (left, right) = R.Read(panel);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
        }
        Finish(a0, b0, y, scales, bias, add);
        Finish(a1, b1, y + ldy, scales, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(float* x, byte* panel, int depth, float* y, float* scales, float* bias, bool add)
    {
        V a = S.Zero, b = S.Zero;
        for (nint k = 0; k < depth; k++, panel += R.Step)
        {
            var (left, right) = R.Read(panel);
            Row(x[k], left, right, ref a, ref b);
        }
        Finish(a, b, y, scales, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourPanels(float* x, PackedMatrix w, int p, float* y, bool add)
    {
        V a0 = S.Zero, b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0;
        byte* panel0 = w.Panel(p), panel1 = panel0 + w.PanelSize, panel2 = panel1 + w.PanelSize, panel3 = panel2 + w.PanelSize;
        var depth = w.Depth;
        for (nint k = 0, i = 0; k < depth; k++, i += R.Step)
        {
            var t = S.Broadcast(x[k]);
            Row(t, R.Read(panel0 + i), ref a0, ref b0);
            Row(t, R.Read(panel1 + i), ref a1, ref b1);
            Row(t, R.Read(panel2 + i), ref a2, ref b2);
            Row(t, R.Read(panel3 + i), ref a3, ref b3);
        }
        Finish(a0, b0, y, w.Scales(p), w.Bias(p), add);
        Finish(a1, b1, y + 2 * S.Width, w.Scales(p + 1), w.Bias(p + 1), add);
        Finish(a2, b2, y + 4 * S.Width, w.Scales(p + 2), w.Bias(p + 2), add);
        Finish(a3, b3, y + 6 * S.Width, w.Scales(p + 3), w.Bias(p + 3), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(float x, V left, V right, ref V a, ref V b) => Row(S.Broadcast(x), (left, right), ref a, ref b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(V x, (V Left, V Right) weights, ref V a, ref V b)
    {
        a = S.MultiplyAdd(x, weights.Left, a);
        b = S.MultiplyAdd(x, weights.Right, b);
    }

    /// <summary>Inlined, or the accumulators would be spilled in the loops above for the call's sake.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(V left, V right, float* y, float* scales, float* bias, bool add)
    {
        if (scales != null) (left, right) = (S.Multiply(left, S.Load(scales)), S.Multiply(right, S.Load(scales + S.Width)));
        if (bias != null) (left, right) = (S.Add(left, S.Load(bias)), S.Add(right, S.Load(bias + S.Width)));
        if (add) (left, right) = (S.Add(left, S.Load(y)), S.Add(right, S.Load(y + S.Width)));
        S.Store(left, y);
        S.Store(right, y + S.Width);
    }
}
