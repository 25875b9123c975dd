using System.Runtime.CompilerServices;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// y = x·Wᵀ (+ bias) (+ y) over a packed W. Every output is one chain of fused multiply-adds in the order of the depth, whatever the
/// number of rows: a row's result does not depend on the rows beside it, to the bit.
/// </summary>
internal static unsafe class PackedMultiply<S, V> where S : struct, ISimd<V> where V : struct
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
        for (var p = from; p < to; p++)
        {
            float* panel = w.Panel(p), bias = w.Bias(p), column = y + p * w.PanelWidth;
            nint r = 0;
            for (; r + 6 <= rows; r += 6) Rows6(x + r * ldx, ldx, panel, w.Depth, column + r * ldy, ldy, bias, add);
            for (; r + 4 <= rows; r += 4) Rows4(x + r * ldx, ldx, panel, w.Depth, column + r * ldy, ldy, bias, add);
            for (; r + 2 <= rows; r += 2) Rows2(x + r * ldx, ldx, panel, w.Depth, column + r * ldy, ldy, bias, add);
            if (r < rows) Rows1(x + r * ldx, ldx, panel, w.Depth, column + r * ldy, ldy, bias, add);
        }
    }

    /// <summary>Bound by the memory that the panels come from: four at a time keep more of it on the way.</summary>
    private static void OneRow(float* x, PackedMatrix w, int from, int to, float* y, bool add)
    {
        var p = from;
        for (; p + 4 <= to; p += 4) FourPanels(x, w.Panel(p), w.PanelSize, w.Depth, y + p * w.PanelWidth, w.Bias(p), add);
        for (; p < to; p++) Rows1(x, 0, w.Panel(p), w.Depth, y + p * w.PanelWidth, 0, w.Bias(p), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(float* x, nint ldx, float* panel, int depth, float* y, nint ldy, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = S.Zero;
        V a1 = S.Zero, b1 = S.Zero;
        V a2 = S.Zero, b2 = S.Zero;
        V a3 = S.Zero, b3 = S.Zero;
        V a4 = S.Zero, b4 = S.Zero;
        V a5 = S.Zero, b5 = S.Zero;
        float* x1 = x + ldx, x2 = x1 + ldx, x3 = x2 + ldx, x4 = x3 + ldx, x5 = x4 + ldx;
        for (nint k = 0; k < depth; k++, panel += 2 * S.Width)
        {
            V left = S.Load(panel), right = S.Load(panel + S.Width);
            var t0 = S.Broadcast(x[k]);
            (a0, b0) = (S.MultiplyAdd(t0, left, a0), S.MultiplyAdd(t0, right, b0));
            var t1 = S.Broadcast(x1[k]);
            (a1, b1) = (S.MultiplyAdd(t1, left, a1), S.MultiplyAdd(t1, right, b1));
            var t2 = S.Broadcast(x2[k]);
            (a2, b2) = (S.MultiplyAdd(t2, left, a2), S.MultiplyAdd(t2, right, b2));
            var t3 = S.Broadcast(x3[k]);
            (a3, b3) = (S.MultiplyAdd(t3, left, a3), S.MultiplyAdd(t3, right, b3));
            var t4 = S.Broadcast(x4[k]);
            (a4, b4) = (S.MultiplyAdd(t4, left, a4), S.MultiplyAdd(t4, right, b4));
            var t5 = S.Broadcast(x5[k]);
            (a5, b5) = (S.MultiplyAdd(t5, left, a5), S.MultiplyAdd(t5, right, b5));
        }
        Finish(a0, b0, y, bias, add);
        Finish(a1, b1, y + ldy, bias, add);
        Finish(a2, b2, y + 2 * ldy, bias, add);
        Finish(a3, b3, y + 3 * ldy, bias, add);
        Finish(a4, b4, y + 4 * ldy, bias, add);
        Finish(a5, b5, y + 5 * ldy, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(float* x, nint ldx, float* panel, int depth, float* y, nint ldy, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = S.Zero;
        V a1 = S.Zero, b1 = S.Zero;
        V a2 = S.Zero, b2 = S.Zero;
        V a3 = S.Zero, b3 = S.Zero;
        float* x1 = x + ldx, x2 = x1 + ldx, x3 = x2 + ldx;
        for (nint k = 0; k < depth; k++, panel += 2 * S.Width)
        {
            V left = S.Load(panel), right = S.Load(panel + S.Width);
            var t0 = S.Broadcast(x[k]);
            (a0, b0) = (S.MultiplyAdd(t0, left, a0), S.MultiplyAdd(t0, right, b0));
            var t1 = S.Broadcast(x1[k]);
            (a1, b1) = (S.MultiplyAdd(t1, left, a1), S.MultiplyAdd(t1, right, b1));
            var t2 = S.Broadcast(x2[k]);
            (a2, b2) = (S.MultiplyAdd(t2, left, a2), S.MultiplyAdd(t2, right, b2));
            var t3 = S.Broadcast(x3[k]);
            (a3, b3) = (S.MultiplyAdd(t3, left, a3), S.MultiplyAdd(t3, right, b3));
        }
        Finish(a0, b0, y, bias, add);
        Finish(a1, b1, y + ldy, bias, add);
        Finish(a2, b2, y + 2 * ldy, bias, add);
        Finish(a3, b3, y + 3 * ldy, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(float* x, nint ldx, float* panel, int depth, float* y, nint ldy, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = S.Zero;
        V a1 = S.Zero, b1 = S.Zero;
        float* x1 = x + ldx;
        for (nint k = 0; k < depth; k++, panel += 2 * S.Width)
        {
            V left = S.Load(panel), right = S.Load(panel + S.Width);
            var t0 = S.Broadcast(x[k]);
            (a0, b0) = (S.MultiplyAdd(t0, left, a0), S.MultiplyAdd(t0, right, b0));
            var t1 = S.Broadcast(x1[k]);
            (a1, b1) = (S.MultiplyAdd(t1, left, a1), S.MultiplyAdd(t1, right, b1));
        }
        Finish(a0, b0, y, bias, add);
        Finish(a1, b1, y + ldy, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(float* x, nint ldx, float* panel, int depth, float* y, nint ldy, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = S.Zero;
        for (nint k = 0; k < depth; k++, panel += 2 * S.Width)
        {
            V left = S.Load(panel), right = S.Load(panel + S.Width);
            var t0 = S.Broadcast(x[k]);
            (a0, b0) = (S.MultiplyAdd(t0, left, a0), S.MultiplyAdd(t0, right, b0));
        }
        Finish(a0, b0, y, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourPanels(float* x, float* panel, nint panelSize, int depth, float* y, float* bias, bool add)
    {
        V a0 = S.Zero, b0 = S.Zero, a1 = S.Zero, b1 = S.Zero, a2 = S.Zero, b2 = S.Zero, a3 = S.Zero, b3 = S.Zero;
        float* panel1 = panel + panelSize, panel2 = panel1 + panelSize, panel3 = panel2 + panelSize;
        for (nint k = 0, i = 0; k < depth; k++, i += 2 * S.Width)
        {
            var t = S.Broadcast(x[k]);
            (a0, b0) = (S.MultiplyAdd(t, S.Load(panel + i), a0), S.MultiplyAdd(t, S.Load(panel + i + S.Width), b0));
            (a1, b1) = (S.MultiplyAdd(t, S.Load(panel1 + i), a1), S.MultiplyAdd(t, S.Load(panel1 + i + S.Width), b1));
            (a2, b2) = (S.MultiplyAdd(t, S.Load(panel2 + i), a2), S.MultiplyAdd(t, S.Load(panel2 + i + S.Width), b2));
            (a3, b3) = (S.MultiplyAdd(t, S.Load(panel3 + i), a3), S.MultiplyAdd(t, S.Load(panel3 + i + S.Width), b3));
        }
        Finish(a0, b0, y, bias, add);
        Finish(a1, b1, y + 2 * S.Width, bias == null ? null : bias + 2 * S.Width, add);
        Finish(a2, b2, y + 4 * S.Width, bias == null ? null : bias + 4 * S.Width, add);
        Finish(a3, b3, y + 6 * S.Width, bias == null ? null : bias + 6 * S.Width, add);
    }

    /// <summary>Inlined, or the accumulators would be spilled in the loops above for the call's sake.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(V left, V right, float* y, float* bias, bool add)
    {
        if (bias != null) (left, right) = (S.Add(left, S.Load(bias)), S.Add(right, S.Load(bias + S.Width)));
        if (add) (left, right) = (S.Add(left, S.Load(y)), S.Add(right, S.Load(y + S.Width)));
        S.Store(left, y);
        S.Store(right, y + S.Width);
    }
}
