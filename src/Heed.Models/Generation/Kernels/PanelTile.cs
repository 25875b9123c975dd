using System.Runtime.CompilerServices;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// The inner loops of <see cref="PanelMultiply{S, V, R}"/>: a few rows against a panel or a piece of one, two registers a row. Sums go on from
/// <c>start</c> (rows, panel width), from zero where it is null; scales, bias and what is there already are added at the end.
/// </summary>
internal static unsafe class PanelTile<S, V, R> where S : struct, ISimd<V> where V : struct where R : struct, IPanelReader<V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows12(float* x, nint ldx, byte* panel, int depth, float* start, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = From(start, 0), b0 = From(start, 1), a1 = From(start, 2), b1 = From(start, 3), a2 = From(start, 4), b2 = From(start, 5);
        V a3 = From(start, 6), b3 = From(start, 7), a4 = From(start, 8), b4 = From(start, 9), a5 = From(start, 10), b5 = From(start, 11);
        V a6 = From(start, 12), b6 = From(start, 13), a7 = From(start, 14), b7 = From(start, 15), a8 = From(start, 16), b8 = From(start, 17);
        V a9 = From(start, 18), b9 = From(start, 19), a10 = From(start, 20), b10 = From(start, 21), a11 = From(start, 22), b11 = From(start, 23);
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
    public static void Rows8(float* x, nint ldx, byte* panel, int depth, float* start, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = From(start, 0), b0 = From(start, 1), a1 = From(start, 2), b1 = From(start, 3), a2 = From(start, 4), b2 = From(start, 5);
        V a3 = From(start, 6), b3 = From(start, 7), a4 = From(start, 8), b4 = From(start, 9), a5 = From(start, 10), b5 = From(start, 11);
        V a6 = From(start, 12), b6 = From(start, 13), a7 = From(start, 14), b7 = From(start, 15);
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
    public static void Rows6(float* x, nint ldx, byte* panel, int depth, float* start, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = From(start, 0), b0 = From(start, 1), a1 = From(start, 2), b1 = From(start, 3), a2 = From(start, 4), b2 = From(start, 5);
        V a3 = From(start, 6), b3 = From(start, 7), a4 = From(start, 8), b4 = From(start, 9), a5 = From(start, 10), b5 = From(start, 11);
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
    public static void Rows4(float* x, nint ldx, byte* panel, int depth, float* start, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = From(start, 0), b0 = From(start, 1), a1 = From(start, 2), b1 = From(start, 3), a2 = From(start, 4), b2 = From(start, 5);
        V a3 = From(start, 6), b3 = From(start, 7);
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
    public static void Rows2(float* x, nint ldx, byte* panel, int depth, float* start, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        V a0 = From(start, 0), b0 = From(start, 1), a1 = From(start, 2), b1 = From(start, 3);
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
    public static void Rows1(float* x, byte* panel, int depth, float* start, float* y, float* scales, float* bias, bool add)
    {
        V a = From(start, 0), b = From(start, 1);
        for (nint k = 0; k < depth; k++, panel += R.Step)
        {
            var (left, right) = R.Read(panel);
            Row(x[k], left, right, ref a, ref b);
        }
        Finish(a, b, y, scales, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourPanels(float* x, PackedMatrix w, int p, float* y, bool add)
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

    /// <summary>Register <paramref name="i"/> of a row's tile, from where the sums were left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V From(float* start, int i) => start == null ? S.Zero : S.Load(start + i * S.Width);

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
