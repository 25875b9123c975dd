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

    private static int StripWidth => 2 * S.Width;

    /// <summary>Inputs whose weights are read again and again while the rows of a block pass: they stay in the first-level cache.</summary>
    private static int Piece => 1024 * S.Width / R.Strip;

    /// <summary>All rows against the panels <paramref name="from"/> to <paramref name="to"/> (exclusive).</summary>
    /// <param name="x">(rows, depth), <paramref name="ldx"/> floats from row to row.</param>
    /// <param name="y">(rows, outputs rounded up to whole panels).</param>
    public static void Panels(float* x, int rows, nint ldx, PackedMatrix w, int from, int to, float* y, nint ldy, bool add)
    {
        if (rows == 1)
        {
            for (var p = from; p < to; p++) PanelTile<S, V, R>.Panel(x, w.Panel(p), w.Depth, TileSums.Of(w, p, y, 0, add));
            return;
        }
        var most = Math.Clamp(RowBytes / (w.Depth * sizeof(float)) / S.TileRows, 1, MostTiles) * S.TileRows;
        var partial = stackalloc float[Math.Min(rows, most) * PanelFormat.Strips * StripWidth];
        for (var r = 0; r < rows; r += most)
        {
            var block = new RowBlock<S, V, R>(x + r * ldx, Math.Min(most, rows - r), ldx, w.Depth);
            for (var p = from; p < to; p++)
                for (var k = 0; k < w.Depth; k += Piece) Strips(block, w, p, k, TileSums.Of(w, p, y + r * ldy, ldy, add), partial);
        }
    }

    /// <summary>
    /// The strips of a piece of a panel, one after the other, each while its share of the next piece is asked for. Between pieces the sums lie in
    /// <paramref name="partial"/> (strips, rows, strip's width), and the chains go on from there.
    /// </summary>
    private static void Strips(RowBlock<S, V, R> block, PackedMatrix w, int p, int k, TileSums sums, float* partial)
    {
        var depth = Math.Min(Piece, w.Depth - k);
        byte* piece = w.Panel(p) + (nint)k * PanelTile<S, V, R>.Step, next = piece + (nint)depth * PanelTile<S, V, R>.Step;
        for (var s = 0; s < PanelFormat.Strips && w.Starts(p, s * StripWidth); s++)
        {
            var between = partial + s * block.Rows * StripWidth;
            var ends = k + depth < w.Depth ? new TileSums(between, StripWidth, null, null, add: false) : sums.Right(s * StripWidth);
            block.Multiply(piece + s * R.Strip, next + (nint)s * depth * R.Strip, k, depth, ends with { Start = k == 0 ? null : between });
        }
    }
}
