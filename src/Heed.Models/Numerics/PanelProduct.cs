namespace Heed.Models.Numerics;

/// <summary>Products with a matrix that was packed before: what attention does with its keys and values.</summary>
internal static unsafe class PanelProduct<S, V> where S : struct, ISimd<V> where V : struct
{
    private static int Width => TileKernel<S, V>.Columns;

    /// <summary>Floats that (depth, columns) take when packed.</summary>
    public static long Size(int depth, int columns) => (long)depth * RoundUp(columns);

    /// <summary>Columns filled up to whole panels.</summary>
    public static int RoundUp(int columns) => (columns + Width - 1) / Width * Width;

    /// <summary>Packs B (depth, columns).</summary>
    public static void Pack(MatrixView b, int depth, int columns, float* panels)
    {
        for (var n = 0; n < columns; n += Width)
            Panels.Pack(b.At(0, n), depth, Math.Min(Width, columns - n), panels + (long)n * depth, Width);
    }

    /// <summary>C (rows, columns) = or += A (rows, depth) · B's first <paramref name="depth"/> rows.</summary>
    /// <param name="packedDepth">The depth that B was packed with.</param>
    /// <param name="columns">Columns wanted, from the first.</param>
    /// <param name="edge">Room for (tile rows, depth).</param>
    public static void Multiply(MatrixView a, int rows, float* panels, int packedDepth, int depth, float* c, long stride, int columns, bool add, float* edge)
    {
        for (var n = 0; n < columns; n += Width)
            for (var m = 0; m < rows; m += TileKernel<S, V>.Rows)
            {
                float* panel = panels + (long)n * packedDepth, target = c + m * stride + n;
                var height = Math.Min(TileKernel<S, V>.Rows, rows - m);
                if (height == TileKernel<S, V>.Rows && n + Width <= columns) TileKernel<S, V>.Multiply(a.At(m, 0), panel, depth, target, stride, add);
                else EdgeTile<S, V>.Multiply(a.At(m, 0), height, panel, depth, target, stride, Math.Min(Width, columns - n), add, edge);
            }
    }
}
