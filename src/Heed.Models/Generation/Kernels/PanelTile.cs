using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// The inner loops of <see cref="PanelMultiply{S, V, R}"/>: a few rows against a strip or a piece of one, two registers a row. Sums begin and end as
/// <see cref="TileSums"/> says.
/// </summary>
internal static unsafe class PanelTile<S, V, R> where S : struct, ISimd<V> where V : struct where R : struct, IPanelReader<V>
{
    /// <summary>Bytes that a row alone, bound by memory, asks for ahead, and those of a line of the cache.</summary>
    private const int Ahead = 8192, Line = 64;

    /// <summary>Bytes from one input's weights to the next.</summary>
    public static int Step => PanelFormat.Strips * R.Strip;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows12(float* x, nint ldx, byte* panel, byte* next, int depth, TileSums sums)
    {
        V a0 = From(sums, 0), b0 = From(sums, 1), a1 = From(sums, 2), b1 = From(sums, 3), a2 = From(sums, 4), b2 = From(sums, 5);
        V a3 = From(sums, 6), b3 = From(sums, 7), a4 = From(sums, 8), b4 = From(sums, 9), a5 = From(sums, 10), b5 = From(sums, 11);
        V a6 = From(sums, 12), b6 = From(sums, 13), a7 = From(sums, 14), b7 = From(sums, 15), a8 = From(sums, 16), b8 = From(sums, 17);
        V a9 = From(sums, 18), b9 = From(sums, 19), a10 = From(sums, 20), b10 = From(sums, 21), a11 = From(sums, 22), b11 = From(sums, 23);
        float* x0 = x, x3 = x + 3 * ldx, x6 = x + 6 * ldx, x9 = x + 9 * ldx;
        var twice = 2 * ldx;
        for (nint k = 0; k < depth; k++, panel += Step, next += R.Strip)
        {
            Fetch(next, R.Strip);
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
        Finish(a0, b0, sums, 0);
        Finish(a1, b1, sums, 1);
        Finish(a2, b2, sums, 2);
        Finish(a3, b3, sums, 3);
        Finish(a4, b4, sums, 4);
        Finish(a5, b5, sums, 5);
        Finish(a6, b6, sums, 6);
        Finish(a7, b7, sums, 7);
        Finish(a8, b8, sums, 8);
        Finish(a9, b9, sums, 9);
        Finish(a10, b10, sums, 10);
        Finish(a11, b11, sums, 11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows8(float* x, nint ldx, byte* panel, byte* next, int depth, TileSums sums)
    {
        V a0 = From(sums, 0), b0 = From(sums, 1), a1 = From(sums, 2), b1 = From(sums, 3), a2 = From(sums, 4), b2 = From(sums, 5);
        V a3 = From(sums, 6), b3 = From(sums, 7), a4 = From(sums, 8), b4 = From(sums, 9), a5 = From(sums, 10), b5 = From(sums, 11);
        V a6 = From(sums, 12), b6 = From(sums, 13), a7 = From(sums, 14), b7 = From(sums, 15);
        float* x0 = x, x3 = x + 3 * ldx, x6 = x + 6 * ldx;
        var twice = 2 * ldx;
        for (nint k = 0; k < depth; k++, panel += Step, next += R.Strip)
        {
            Fetch(next, R.Strip);
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
        Finish(a0, b0, sums, 0);
        Finish(a1, b1, sums, 1);
        Finish(a2, b2, sums, 2);
        Finish(a3, b3, sums, 3);
        Finish(a4, b4, sums, 4);
        Finish(a5, b5, sums, 5);
        Finish(a6, b6, sums, 6);
        Finish(a7, b7, sums, 7);
    }

    /// <summary>The highest tile with AVX2, of rows copied side by side: (depth, 6). Four inputs a turn, as <see cref="TileKernel{S, V}"/> does it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows6(float* strip, byte* panel, byte* next, int depth, TileSums sums)
    {
        V a0 = From(sums, 0), b0 = From(sums, 1), a1 = From(sums, 2), b1 = From(sums, 3), a2 = From(sums, 4), b2 = From(sums, 5);
        V a3 = From(sums, 6), b3 = From(sums, 7), a4 = From(sums, 8), b4 = From(sums, 9), a5 = From(sums, 10), b5 = From(sums, 11);
        for (; depth >= 4; depth -= 4, panel += 4 * Step, next += 4 * R.Strip, strip += 24)
        {
            Fetch(next, 4 * R.Strip);
            Six(strip, panel, ref a0, ref b0, ref a1, ref b1, ref a2, ref b2, ref a3, ref b3, ref a4, ref b4, ref a5, ref b5);
            Six(strip + 6, panel + Step, ref a0, ref b0, ref a1, ref b1, ref a2, ref b2, ref a3, ref b3, ref a4, ref b4, ref a5, ref b5);
            Six(strip + 12, panel + 2 * Step, ref a0, ref b0, ref a1, ref b1, ref a2, ref b2, ref a3, ref b3, ref a4, ref b4, ref a5, ref b5);
            Six(strip + 18, panel + 3 * Step, ref a0, ref b0, ref a1, ref b1, ref a2, ref b2, ref a3, ref b3, ref a4, ref b4, ref a5, ref b5);
        }
        for (; depth > 0; depth--, panel += Step, strip += 6) Six(strip, panel, ref a0, ref b0, ref a1, ref b1, ref a2, ref b2, ref a3, ref b3, ref a4, ref b4, ref a5, ref b5);
        Finish(a0, b0, sums, 0);
        Finish(a1, b1, sums, 1);
        Finish(a2, b2, sums, 2);
        Finish(a3, b3, sums, 3);
        Finish(a4, b4, sums, 4);
        Finish(a5, b5, sums, 5);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4(float* x, nint ldx, byte* panel, byte* next, int depth, TileSums sums)
    {
        V a0 = From(sums, 0), b0 = From(sums, 1), a1 = From(sums, 2), b1 = From(sums, 3), a2 = From(sums, 4), b2 = From(sums, 5);
        V a3 = From(sums, 6), b3 = From(sums, 7);
        float* x0 = x, x3 = x + 3 * ldx;
        var twice = 2 * ldx;
        for (nint k = 0; k < depth; k++, panel += Step, next += R.Strip)
        {
            Fetch(next, R.Strip);
            var (left, right) = R.Read(panel);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
            Row(x0[k + twice], left, right, ref a2, ref b2);
            Row(x3[k], left, right, ref a3, ref b3);
        }
        Finish(a0, b0, sums, 0);
        Finish(a1, b1, sums, 1);
        Finish(a2, b2, sums, 2);
        Finish(a3, b3, sums, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows2(float* x, nint ldx, byte* panel, byte* next, int depth, TileSums sums)
    {
        V a0 = From(sums, 0), b0 = From(sums, 1), a1 = From(sums, 2), b1 = From(sums, 3);
        float* x0 = x;
        for (nint k = 0; k < depth; k++, panel += Step, next += R.Strip)
        {
            Fetch(next, R.Strip);
            var (left, right) = R.Read(panel);
            Row(x0[k], left, right, ref a0, ref b0);
            Row(x0[k + ldx], left, right, ref a1, ref b1);
        }
        Finish(a0, b0, sums, 0);
        Finish(a1, b1, sums, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1(float* x, byte* panel, byte* next, int depth, TileSums sums)
    {
        V a = From(sums, 0), b = From(sums, 1);
        for (nint k = 0; k < depth; k++, panel += Step, next += R.Strip)
        {
            Fetch(next, R.Strip);
            var (left, right) = R.Read(panel);
            Row(x[k], left, right, ref a, ref b);
        }
        Finish(a, b, sums, 0);
    }

    /// <summary>A row alone against a whole panel: one stream of memory, four chains of sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Panel(float* x, byte* panel, int depth, TileSums sums)
    {
        V a = S.Zero, b = a, c = a, d = a;
        for (; depth >= 4; depth -= 4, panel += 4 * Step, x += 4)
        {
            Input(x[0], panel, ref a, ref b, ref c, ref d);
            Input(x[1], panel + Step, ref a, ref b, ref c, ref d);
            Input(x[2], panel + 2 * Step, ref a, ref b, ref c, ref d);
            Input(x[3], panel + 3 * Step, ref a, ref b, ref c, ref d);
        }
        for (; depth > 0; depth--, panel += Step, x++) Input(*x, panel, ref a, ref b, ref c, ref d);
        Finish(a, b, sums, 0);
        Finish(c, d, sums.Right(2 * S.Width), 0);
    }

    /// <summary>An input's weights, while those further on are asked for: what the processor fetches by itself ends with each 4 KB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Input(float x, byte* panel, ref V a, ref V b, ref V c, ref V d)
    {
        Fetch(panel + Ahead, Step);
        var t = S.Broadcast(x);
        Row(t, R.Read(panel), ref a, ref b);
        Row(t, R.Read(panel + R.Strip), ref c, ref d);
    }

    /// <summary>Asks for the lines of up to 256 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(byte* p, int bytes)
    {
        Sse.Prefetch0(p);
        if (bytes > Line) Sse.Prefetch0(p + Line);
        if (bytes > 2 * Line) Sse.Prefetch0(p + 2 * Line);
        if (bytes > 3 * Line) Sse.Prefetch0(p + 3 * Line);
    }

    /// <summary>Register <paramref name="i"/> of a row's tile, from where the sums were left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V From(TileSums sums, int i) => sums.Start == null ? S.Zero : S.Load(sums.Start + i * S.Width);

    /// <summary>One input of six rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Six(float* x, byte* panel, ref V a0, ref V b0, ref V a1, ref V b1, ref V a2, ref V b2, ref V a3, ref V b3, ref V a4, ref V b4, ref V a5, ref V b5)
    {
        var (left, right) = R.Read(panel);
        Row(x[0], left, right, ref a0, ref b0);
        Row(x[1], left, right, ref a1, ref b1);
        Row(x[2], left, right, ref a2, ref b2);
        Row(x[3], left, right, ref a3, ref b3);
        Row(x[4], left, right, ref a4, ref b4);
        Row(x[5], left, right, ref a5, ref b5);
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
    private static void Finish(V left, V right, TileSums sums, nint row)
    {
        var y = sums.Target + row * sums.Stride;
        if (sums.Scales != null) (left, right) = (S.Multiply(left, S.Load(sums.Scales)), S.Multiply(right, S.Load(sums.Scales + S.Width)));
        if (sums.Bias != null) (left, right) = (S.Add(left, S.Load(sums.Bias)), S.Add(right, S.Load(sums.Bias + S.Width)));
        if (sums.Add) (left, right) = (S.Add(left, S.Load(y)), S.Add(right, S.Load(y + S.Width)));
        S.Store(left, y);
        S.Store(right, y + S.Width);
    }
}
