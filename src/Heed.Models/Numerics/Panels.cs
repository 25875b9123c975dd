using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Models.Numerics;

/// <summary>Brings columns of B into a panel that the tile kernel reads from end to end.</summary>
internal static unsafe class Panels
{
    /// <summary>panel (depth, width) = the first columns of <paramref name="b"/>, filled up with zeros.</summary>
    /// <param name="b">Its first element is the panel's.</param>
    /// <param name="columns">Columns that are there, at most <paramref name="width"/>.</param>
    public static void Pack(MatrixView b, int depth, int columns, float* panel, int width)
    {
        if (columns < width) new Span<float>(panel, depth * width).Clear();
        if (b.ColumnStride == 1) CopyRows(b, depth, columns, panel, width);
        else Turn(b, depth, columns, panel, width);
    }

    /// <summary>
    /// Whole panels side by side, each (depth, width), of a matrix whose rows lie along memory: a row is read on through all of them, so that what comes
    /// with it from memory is used at once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackBeside(MatrixView b, int depth, int count, float* panels, int width)
    {
        var size = (nint)depth * width;
        for (var k = 0; k < depth; k++)
        {
            float* from = b.Data + k * b.RowStride, to = panels + k * width;
            for (var p = 0; p < count; p++, from += width, to += size)
                if (width == 6) CopySix(from, to);
                else
                    for (var n = 0; n < width; n += 4) Vector128.Load(from + n).Store(to + n);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySix(float* from, float* to)
    {
        Vector128.Load(from).Store(to);
        Vector64.Load(from + 4).Store(to + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(MatrixView b, int depth, int columns, float* panel, int width)
    {
        for (var k = 0; k < depth; k++)
        {
            float* from = b.Data + k * b.RowStride, to = panel + k * width;
            var n = 0;
            for (; n + 8 <= columns; n += 8) Vector256.Load(from + n).Store(to + n);
            if (n + 4 <= columns)
            {
                Vector128.Load(from + n).Store(to + n);
                n += 4;
            }
            for (; n < columns; n++) to[n] = from[n];
        }
    }

    /// <summary>Where columns of B lie along memory: squares of 4 × 4 are transposed in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(MatrixView b, int depth, int columns, float* panel, int width)
    {
        var (n, stride) = (0, b.ColumnStride);
        for (; n + 4 <= columns; n += 4)
        {
            var column = b.Data + n * stride;
            var k = 0;
            for (; k + 4 <= depth; k += 4) TurnSquare(column + k, stride, panel + k * width + n, width);
            for (; k < depth; k++)
                for (var i = 0; i < 4; i++) panel[k * width + n + i] = column[i * stride + k];
        }
        if (n + 2 <= columns)
        {
            TurnTwo(b.Data + n * stride, stride, depth, panel + n, width);
            n += 2;
        }
        for (; n < columns; n++)
            for (var k = 0; k < depth; k++) panel[k * width + n] = b.Data[n * stride + k];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnTwo(float* columns, long stride, int depth, float* panel, int width)
    {
        var k = 0;
        for (; k + 4 <= depth; k += 4)
        {
            Vector128<float> a = Vector128.Load(columns + k), b = Vector128.Load(columns + stride + k), low = Sse.UnpackLow(a, b), high = Sse.UnpackHigh(a, b);
            var to = panel + k * width;
            low.GetLower().Store(to);
            low.GetUpper().Store(to + width);
            high.GetLower().Store(to + 2 * width);
            high.GetUpper().Store(to + 3 * width);
        }
        for (; k < depth; k++) (panel[k * width], panel[k * width + 1]) = (columns[k], columns[stride + k]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnSquare(float* source, long stride, float* target, int width) =>
        StoreTurned(Vector128.Load(source), Vector128.Load(source + stride), Vector128.Load(source + 2 * stride), Vector128.Load(source + 3 * stride), target, width);

    /// <summary>Four columns of four as four rows, <paramref name="width"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTurned(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, float* target, int width)
    {
        var (acLow, acHigh) = (Sse.UnpackLow(a, c), Sse.UnpackHigh(a, c));
        var (bdLow, bdHigh) = (Sse.UnpackLow(b, d), Sse.UnpackHigh(b, d));
        Sse.UnpackLow(acLow, bdLow).Store(target);
        Sse.UnpackHigh(acLow, bdLow).Store(target + width);
        Sse.UnpackLow(acHigh, bdHigh).Store(target + 2 * width);
        Sse.UnpackHigh(acHigh, bdHigh).Store(target + 3 * width);
    }
}
