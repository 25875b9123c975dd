using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>Rows of x that meet one panel after the other.</summary>
internal readonly unsafe struct RowBlock<S, V, R> where S : struct, ISimd<V> where V : struct where R : struct, IPanelReader<V>
{
    [ThreadStatic]
    private static PackingBuffer? _buffer;

    private readonly float* _x, _strips;
    private readonly nint _ldx;
    private readonly int _depth;

    /// <param name="x">(rows, depth), <paramref name="ldx"/> floats from row to row.</param>
    public RowBlock(float* x, int rows, nint ldx, int depth)
    {
        _x = x;
        (_ldx, Rows, _depth) = (ldx, rows, depth);
        if (S.TileRows != 6 || rows < 6) return;
        _strips = (_buffer ??= new PackingBuffer()).Reserve((long)rows / 6 * 6 * depth);
        for (nint r = 0; r + 6 <= rows; r += 6) Panels.Pack(new MatrixView(x + r * ldx, 1, ldx), depth, 6, _strips + r * depth, 6);
    }

    public int Rows { get; }

    /// <summary>All rows against a piece of a strip, inputs from <paramref name="k"/> on: tiles as high as there are registers for, then lower ones.</summary>
    /// <param name="next">As many bytes that are asked for meanwhile.</param>
    public void Multiply(byte* strip, byte* next, nint k, int depth, TileSums sums)
    {
        var x = _x + k;
        nint r = 0;
        if (S.TileRows == 12)
        {
            for (; r + 12 <= Rows; r += 12) PanelTile<S, V, R>.Rows12(x + r * _ldx, _ldx, strip, next, depth, sums.At(r, 2 * S.Width));
            for (; r + 8 <= Rows; r += 8) PanelTile<S, V, R>.Rows8(x + r * _ldx, _ldx, strip, next, depth, sums.At(r, 2 * S.Width));
        }
        else
            for (; r + 6 <= Rows; r += 6) PanelTile<S, V, R>.Rows6(_strips + r * _depth + k * 6, strip, next, depth, sums.At(r, 2 * S.Width));
        for (; r + 4 <= Rows; r += 4) PanelTile<S, V, R>.Rows4(x + r * _ldx, _ldx, strip, next, depth, sums.At(r, 2 * S.Width));
        for (; r + 2 <= Rows; r += 2) PanelTile<S, V, R>.Rows2(x + r * _ldx, _ldx, strip, next, depth, sums.At(r, 2 * S.Width));
        if (r < Rows) PanelTile<S, V, R>.Rows1(x + r * _ldx, strip, next, depth, sums.At(r, 2 * S.Width));
    }
}
