using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// y = x·Wᵀ (+ bias) (+ y) over packed weights that are read as floats. Every output is one chain of fused multiply-adds in the order of
/// the depth, whatever the number of rows: a row's result does not depend on the rows beside it, to the bit.
/// </summary>
internal static unsafe class PanelMultiply<S, V, R> where S : struct, ISimd<V> where V : struct where R : struct, IPanelReader<V>
{
    private const int BlockRows = 96;

    /// <summary>Of a panel, read again and again while the rows of a block pass.</summary>
    private static int BlockBytes => 2048 * S.Width;

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
        var partial = stackalloc float[Math.Min(rows, BlockRows) * 2 * S.Width];
        for (var p = from; p < to; p++)
            for (var r = 0; r < rows; r += BlockRows) Panel(x + r * ldx, Math.Min(BlockRows, rows - r), ldx, w, p, y + r * ldy + p * w.PanelWidth, ldy, add, partial);
    }

    /// <summary>
    /// A panel that many rows read is taken in pieces that stay in the first-level cache; between pieces the sums lie in <paramref name="partial"/>
    /// (rows, panel width), and the chain goes on from there.
    /// </summary>
    private static void Panel(float* x, int rows, nint ldx, PackedMatrix w, int p, float* y, nint ldy, bool add, float* partial)
    {
        var block = rows <= S.TileRows ? w.Depth : BlockBytes / R.Step;
        var panel = w.Panel(p);
        for (var k = 0; k < w.Depth; k += block, panel += (nint)block * R.Step)
        {
            var start = k == 0 ? null : partial;
            if (k + block < w.Depth) Tiles(x + k, rows, ldx, panel, block, start, partial, 2 * S.Width, null, null, add: false);
            else Tiles(x + k, rows, ldx, panel, w.Depth - k, start, y, ldy, w.Scales(p), w.Bias(p), add);
        }
    }

    /// <summary>Tiles as high as there are registers for, then lower ones.</summary>
    private static void Tiles(float* x, int rows, nint ldx, byte* panel, int depth, float* start, float* y, nint ldy, float* scales, float* bias, bool add)
    {
        nint r = 0;
        if (S.TileRows == 12)
        {
            for (; r + 12 <= rows; r += 12) PanelTile<S, V, R>.Rows12(x + r * ldx, ldx, panel, depth, At(start, r), y + r * ldy, ldy, scales, bias, add);
            for (; r + 8 <= rows; r += 8) PanelTile<S, V, R>.Rows8(x + r * ldx, ldx, panel, depth, At(start, r), y + r * ldy, ldy, scales, bias, add);
        }
        else
            for (; r + 6 <= rows; r += 6) PanelTile<S, V, R>.Rows6(x + r * ldx, ldx, panel, depth, At(start, r), y + r * ldy, ldy, scales, bias, add);
        for (; r + 4 <= rows; r += 4) PanelTile<S, V, R>.Rows4(x + r * ldx, ldx, panel, depth, At(start, r), y + r * ldy, ldy, scales, bias, add);
        for (; r + 2 <= rows; r += 2) PanelTile<S, V, R>.Rows2(x + r * ldx, ldx, panel, depth, At(start, r), y + r * ldy, ldy, scales, bias, add);
        if (r < rows) PanelTile<S, V, R>.Rows1(x + r * ldx, panel, depth, At(start, r), y + r * ldy, scales, bias, add);
    }

    private static float* At(float* start, nint row) => start == null ? null : start + row * 2 * S.Width;

    /// <summary>Bound by the memory that the panels come from: four at a time keep more of it on the way.</summary>
    private static void OneRow(float* x, PackedMatrix w, int from, int to, float* y, bool add)
    {
        var p = from;
        for (; p + 4 <= to; p += 4) PanelTile<S, V, R>.FourPanels(x, w, p, y + p * w.PanelWidth, add);
        for (; p < to; p++) PanelTile<S, V, R>.Rows1(x, w.Panel(p), w.Depth, null, y + p * w.PanelWidth, w.Scales(p), w.Bias(p), add);
    }
}
