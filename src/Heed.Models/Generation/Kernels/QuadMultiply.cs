using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// y = x·Wᵀ (+ bias) (+ y) where both are whole numbers with factors: sums are exact, so that a row's result depends neither on the rows
/// beside it nor on the processor. Vectors of 256 bits, which is as wide as .NET has the instruction.
/// </summary>
internal static unsafe class QuadMultiply<D> where D : struct, IQuadDot
{
    private const int Step = QuadPanels.Outputs * 4;

    private const int StripWidth = QuadPanels.Outputs / PanelFormat.Strips, Strip = StripWidth * 4;

    /// <summary>Bytes that a row alone, bound by memory, asks for ahead, and those of a line of the cache.</summary>
    private const int Ahead = 8192, Line = 64;

    /// <summary>All rows against the panels <paramref name="from"/> to <paramref name="to"/> (exclusive).</summary>
    /// <param name="x">(rows, quads) of four bytes each, <paramref name="ldx"/> quads from row to row.</param>
    /// <param name="rowScales">(rows).</param>
    /// <param name="y">(rows, outputs rounded up to whole panels).</param>
    public static void Panels(uint* x, float* rowScales, int rows, nint ldx, PackedMatrix w, int from, int to, float* y, nint ldy, bool add)
    {
        var quads = QuadPanels.Quads(w.Depth);
        for (var p = from; p < to; p++)
        {
            float* target = y + p * QuadPanels.Outputs, scales = w.Scales(p), bias = w.Bias(p);
            if (rows == 1)
            {
                Row(x, *rowScales, w.Panel(p), quads, target, scales, bias, add);
                continue;
            }
            for (nint s = 0, o = 0; s < PanelFormat.Strips && w.Starts(p, (int)o); s++, o += StripWidth)
                Rows(x, rowScales, rows, ldx, w.Panel(p) + s * Strip, w.Panel(p + 1) + s * Strip * quads, quads, target + o, ldy, scales + o, bias == null ? null : bias + o, add);
        }
    }

    /// <summary>A row alone against a whole panel: one stream of memory, four chains of sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(uint* x, float rowScale, byte* panel, nint quads, float* y, float* scales, float* bias, bool add)
    {
        Vector256<int> a = Vector256<int>.Zero, b = a, c = a, d = a;
        for (; quads >= 2; quads -= 2, panel += 2 * Step, x += 2)
        {
            Quad(x[0], panel, ref a, ref b, ref c, ref d);
            Quad(x[1], panel + Step, ref a, ref b, ref c, ref d);
        }
        for (; quads > 0; quads--, panel += Step, x++) Quad(*x, panel, ref a, ref b, ref c, ref d);
        Finish(a, b, (int*)panel, scales, rowScale, y, bias, add);
        Finish(c, d, (int*)panel + StripWidth, scales + StripWidth, rowScale, y + StripWidth, bias == null ? null : bias + StripWidth, add);
    }

    /// <summary>Four inputs' weights, while those further on are asked for: what the processor fetches by itself ends with each 4 KB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(uint x, byte* panel, ref Vector256<int> a, ref Vector256<int> b, ref Vector256<int> c, ref Vector256<int> d)
    {
        Sse.Prefetch0(panel + Ahead);
        Sse.Prefetch0(panel + Ahead + Line);
        var lanes = Vector256.Create(x).AsByte();
        a = D.Add(a, lanes, Vector256.Load((sbyte*)panel));
        b = D.Add(b, lanes, Vector256.Load((sbyte*)panel + 32));
        c = D.Add(c, lanes, Vector256.Load((sbyte*)panel + 64));
        d = D.Add(d, lanes, Vector256.Load((sbyte*)panel + 96));
    }

    /// <summary>All rows against a strip, while the panel behind it is asked for.</summary>
    private static void Rows(uint* x, float* rowScales, int rows, nint ldx, byte* strip, byte* next, nint quads, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        nint r = 0;
        for (; r + 6 <= rows; r += 6) Rows6(x + r * ldx, rowScales + r, ldx, strip, next, quads, y + r * ldy, ldy, scales, bias, add);
        for (; r + 4 <= rows; r += 4) Rows4(x + r * ldx, rowScales + r, ldx, strip, next, quads, y + r * ldy, ldy, scales, bias, add);
        for (; r + 2 <= rows; r += 2) Rows2(x + r * ldx, rowScales + r, ldx, strip, next, quads, y + r * ldy, ldy, scales, bias, add);
        if (r < rows) Rows1(x + r * ldx, rowScales + r, ldx, strip, next, quads, y + r * ldy, ldy, scales, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(uint* x, float* rowScales, nint ldx, byte* panel, byte* next, nint quads, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        Vector256<int> a0 = Vector256<int>.Zero, b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0, a5 = a0, b5 = a0;
        uint* x0 = x, x3 = x + 3 * ldx;
        var twice = 2 * ldx;
        for (nint k = 0; k < quads; k++, panel += Step, next += Strip)
        {
            Sse.Prefetch0(next);
            Vector256<sbyte> left = Vector256.Load((sbyte*)panel), right = Vector256.Load((sbyte*)panel + 32);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
            Row(x0[k + twice], left, right, ref a2, ref b2);
            Row(x3[k], left, right, ref a3, ref b3);
            Row(x3[k + ldx], left, right, ref a4, ref b4);
            Row(x3[k + twice], left, right, ref a5, ref b5);
        }
        var sums = (int*)panel;
        Finish(a0, b0, sums, scales, rowScales[0], y, bias, add);
        Finish(a1, b1, sums, scales, rowScales[1], y + ldy, bias, add);
        Finish(a2, b2, sums, scales, rowScales[2], y + 2 * ldy, bias, add);
        Finish(a3, b3, sums, scales, rowScales[3], y + 3 * ldy, bias, add);
        Finish(a4, b4, sums, scales, rowScales[4], y + 4 * ldy, bias, add);
        Finish(a5, b5, sums, scales, rowScales[5], y + 5 * ldy, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(uint* x, float* rowScales, nint ldx, byte* panel, byte* next, nint quads, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        Vector256<int> a0 = Vector256<int>.Zero, b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0;
        uint* x0 = x, x3 = x + 3 * ldx;
        var twice = 2 * ldx;
        for (nint k = 0; k < quads; k++, panel += Step, next += Strip)
        {
            Sse.Prefetch0(next);
            Vector256<sbyte> left = Vector256.Load((sbyte*)panel), right = Vector256.Load((sbyte*)panel + 32);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
            Row(x0[k + twice], left, right, ref a2, ref b2);
            Row(x3[k], left, right, ref a3, ref b3);
        }
        var sums = (int*)panel;
        Finish(a0, b0, sums, scales, rowScales[0], y, bias, add);
        Finish(a1, b1, sums, scales, rowScales[1], y + ldy, bias, add);
        Finish(a2, b2, sums, scales, rowScales[2], y + 2 * ldy, bias, add);
        Finish(a3, b3, sums, scales, rowScales[3], y + 3 * ldy, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(uint* x, float* rowScales, nint ldx, byte* panel, byte* next, nint quads, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        Vector256<int> a0 = Vector256<int>.Zero, b0 = a0, a1 = a0, b1 = a0;
        uint* x0 = x;
        for (nint k = 0; k < quads; k++, panel += Step, next += Strip)
        {
            Sse.Prefetch0(next);
            Vector256<sbyte> left = Vector256.Load((sbyte*)panel), right = Vector256.Load((sbyte*)panel + 32);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
        }
        var sums = (int*)panel;
        Finish(a0, b0, sums, scales, rowScales[0], y, bias, add);
        Finish(a1, b1, sums, scales, rowScales[1], y + ldy, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(uint* x, float* rowScales, nint ldx, byte* panel, byte* next, nint quads, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        Vector256<int> a0 = Vector256<int>.Zero, b0 = a0;
        uint* x0 = x;
        for (nint k = 0; k < quads; k++, panel += Step, next += Strip)
        {
            Sse.Prefetch0(next);
            Vector256<sbyte> left = Vector256.Load((sbyte*)panel), right = Vector256.Load((sbyte*)panel + 32);
            Row(x0[k], left, right, ref a0, ref b0);
        }
        var sums = (int*)panel;
        Finish(a0, b0, sums, scales, rowScales[0], y, bias, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(uint x, Vector256<sbyte> left, Vector256<sbyte> right, ref Vector256<int> a, ref Vector256<int> b)
    {
        var lanes = Vector256.Create(x).AsByte();
        a = D.Add(a, lanes, left);
        b = D.Add(b, lanes, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(Vector256<int> left, Vector256<int> right, int* sums, float* scales, float rowScale, float* y, float* bias, bool add)
    {
        if (D.Shift != 0) (left, right) = (left - D.Shift * Vector256.Load(sums), right - D.Shift * Vector256.Load(sums + 8));
        var a = Vector256.ConvertToSingle(left) * (Vector256.Load(scales) * rowScale);
        var b = Vector256.ConvertToSingle(right) * (Vector256.Load(scales + 8) * rowScale);
        if (bias != null) (a, b) = (a + Vector256.Load(bias), b + Vector256.Load(bias + 8));
        if (add) (a, b) = (a + Vector256.Load(y), b + Vector256.Load(y + 8));
        a.Store(y);
        b.Store(y + 8);
    }
}
