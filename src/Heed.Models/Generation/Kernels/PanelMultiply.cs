using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// y = x·Wᵀ (+ bias) (+ y) over packed weights that are read as floats. Every output is one chain of fused multiply-adds in the order of
/// the depth, whatever the number of rows: a row's result does not depend on the rows beside it, to the bit.
/// </summary>
internal static unsafe class PanelMultiply<S, V, R> where S : struct, ISimd<V> where V : struct where R : struct, IPanelReader<V>
{
    /// <summary>Of x, read again and again while the panels pass: it stays in the second-level cache.</summary>
    private const int RowBytes = 192 << 10, MostTiles = 16;

    /// <summary>Of a panel, read again and again while the rows of a block pass: it stays in the first-level cache.</summary>
    private static int PanelBytes => 2048 * S.Width;

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
        var most = Math.Clamp(RowBytes / (w.Depth * sizeof(float)) / S.TileRows, 1, MostTiles) * S.TileRows;
        var partial = stackalloc float[Math.Min(rows, most) * 2 * S.Width];
        for (var r = 0; r < rows; r += most)
        {
            var block = new RowBlock<S, V, R>(x + r * ldx, Math.Min(most, rows - r), ldx, w.Depth);
            for (var p = from; p < to; p++) Panel(block, w, p, TileSums.Of(w, p, y + r * ldy, ldy, add), partial);
        }
    }

    /// <summary>
    /// A panel that many rows read is taken in pieces that stay in the first-level cache; between pieces the sums lie in <paramref name="partial"/>
    /// (rows, panel width), and the chain goes on from there.
    /// </summary>
    private static void Panel(RowBlock<S, V, R> block, PackedMatrix w, int p, TileSums sums, float* partial)
    {
        var piece = block.Rows <= S.TileRows ? w.Depth : PanelBytes / R.Step;
        for (var k = 0; k < w.Depth; k += piece)
        {
            var ends = k + piece < w.Depth ? new TileSums(partial, w.PanelWidth, null, null, add: false) : sums;
            block.Multiply(w.Panel(p) + (nint)k * R.Step, k, Math.Min(piece, w.Depth - k), ends with { Start = k == 0 ? null : partial });
        }
    }

    /// <summary>Bound by the memory that the panels come from: four at a time keep more of it on the way.</summary>
    private static void OneRow(float* x, PackedMatrix w, int from, int to, float* y, bool add)
    {
        var p = from;
        for (; p + 4 <= to; p += 4) PanelTile<S, V, R>.FourPanels(x, w, p, y, add);
        for (; p < to; p++) PanelTile<S, V, R>.Rows1(x, w.Panel(p), w.Depth, TileSums.Of(w, p, y, 0, add));
    }
}
