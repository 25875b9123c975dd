using System.Runtime.CompilerServices;

namespace Heed.Models.Numerics;

/// <summary>
/// C = A·B or C += A·B: panels of B are packed so that they stay in the first-level cache, tiles of C are computed in registers over blocks
/// of A that stay in the second (Goto and van de Geijn 2008). Every element of C is summed in one order, whatever the split.
/// </summary>
internal sealed unsafe class PackedProduct<S, V> where S : struct, ISimd<V> where V : struct
{
    private const int Depth = 256;          // of a block, in elements of the inner dimension
    private const int BlockColumns = 2048;  // of B packed at a time: 2 MB
    private const int BlockTiles = 32;      // of A at a time: 384 KB in rows of 12

    private const int Beside = 8;           // panels or strips packed together

    [ThreadStatic]
    private static PackingBuffer? _panels, _strips;

    private static int Rows => TileKernel<S, V>.Rows;

    private static int Width => TileKernel<S, V>.Columns;

    /// <summary>C (m, n), rows <paramref name="stride"/> apart, from A (m, k) and B (k, n).</summary>
    /// <param name="parallel">Whether the team shares the work; else the calling thread does it alone.</param>
    public static void Multiply(MatrixView a, PanelSource b, float* c, long stride, int m, int n, int k, bool add, bool parallel)
    {
        var panels = (_panels ??= new PackingBuffer()).Reserve((long)Math.Min(Depth, k) * Math.Min(BlockColumns, RoundUp(n)));
        var strips = IsCopied(a, n) ? (_strips ??= new PackingBuffer()).Reserve((long)Math.Min(Depth, k) * (m + Rows)) : null;
        for (var depth = 0; depth < k; depth += Depth)
            for (var column = 0; column < n; column += BlockColumns)
            {
                var block = new Block(a.At(0, depth), b.At(depth, column), c + column, stride, panels, strips, m,
                    Math.Min(BlockColumns, n - column), Math.Min(Depth, k - depth), add || depth > 0);
                if (parallel) block.RunOnTeam();
                else block.Run();
            }
    }

    /// <summary>
    /// Whether a tile's part of A is better copied first: where it lies across memory each element of the inner dimension is a cache line of its own,
    /// and elements side by side are read faster, which pays where each is used often.
    /// </summary>
    private static bool IsCopied(MatrixView a, int n) => a.RowStride == 1 || n >= 256;

    private static int RoundUp(int columns) => (columns + Width - 1) / Width * Width;

    /// <summary>A block of the inner dimension and of B's columns, over all rows of A.</summary>
    private readonly struct Block(MatrixView a, PanelSource b, float* c, long stride, float* panels, float* strips, int m, int n, int k, bool add)
    {
        private readonly MatrixView _a = a;
        private readonly PanelSource _b = b;
        private readonly float* _c = c, _panels = panels, _strips = strips;
        private readonly long _stride = stride;
        private readonly int _m = m, _n = n, _k = k;
        private readonly bool _add = add;

        private int PanelCount => (_n + Width - 1) / Width;

        private int TileCount => (_m + Rows - 1) / Rows;

        public void Run()
        {
            Pack(0, PanelCount);
            if (_strips != null) PackStrips(0, TileCount);
            Compute(0, (long)PanelCount * TileCount);
        }

        public void RunOnTeam()
        {
            var block = this;
            ThreadTeam.Share(PanelCount, Beside, (_, low, high) => block.Pack(low, high));
            if (_strips != null) ThreadTeam.Share(TileCount, Beside, (_, low, high) => block.PackStrips(low, high));
            ThreadTeam.Share((long)PanelCount * TileCount, 1, (_, low, high) => block.Compute(low, high));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Pack(long low, long high)
        {
            var whole = _b.LiesInRows ? Math.Max(low, Math.Min(high, _n / Width)) : low;
            for (var p = low; p < whole; p += Beside)
                _b.At(0, p * Width).PackBeside(_k, (int)Math.Min(Beside, whole - p), _panels + p * Width * _k, Width);
            for (var p = whole; p < high; p++)
                _b.At(0, p * Width).Pack(_k, (int)Math.Min(Width, _n - p * Width), _panels + p * Width * _k, Width);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void PackStrips(long low, long high)
        {
            var whole = _a.RowStride == 1 ? Math.Max(low, Math.Min(high, _m / Rows)) : low;
            for (var t = low; t < whole; t += Beside)
                Panels.PackBeside(_a.At(t * Rows, 0).Transposed, _k, (int)Math.Min(Beside, whole - t), _strips + t * Rows * _k, Rows);
            for (var t = whole; t < high; t++)
                Panels.Pack(_a.At(t * Rows, 0).Transposed, _k, (int)Math.Min(Rows, _m - t * Rows), _strips + t * Rows * _k, Rows);
        }

        /// <summary>Tiles of C in one row: blocks of A outermost, panels within, the tiles of a block innermost.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Compute(long low, long high)
        {
            var edge = stackalloc float[Rows * Depth];
            for (var item = low; item < high;)
            {
                var first = item / ((long)BlockTiles * PanelCount) * BlockTiles;
                var tiles = Math.Min(BlockTiles, TileCount - first);
                var (panel, tile) = Math.DivRem(item - first * PanelCount, tiles);
                var end = Math.Min(tiles, tile + high - item);
                item += end - tile;
                for (; tile < end; tile++) Tile(panel, first + tile, edge);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Tile(long panel, long tile, float* edge)
        {
            long row = tile * Rows, column = panel * Width;
            var a = _strips == null ? _a.At(row, 0) : new MatrixView(_strips + row * _k, 1, Rows);
            float* b = _panels + column * _k, c = _c + row * _stride + column;
            if (row + Rows <= _m && column + Width <= _n) TileKernel<S, V>.Multiply(a, b, _k, c, _stride, _add);
            else EdgeTile<S, V>.Multiply(a, (int)Math.Min(Rows, _m - row), b, _k, c, _stride, (int)Math.Min(Width, _n - column), _add, edge);
        }
    }
}
