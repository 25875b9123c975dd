using System.Runtime.CompilerServices;

namespace Heed.Models.Numerics;

/// <summary>A tile that hangs over the edge of C: missing rows of A count as zero, and only what lies inside C is written.</summary>
internal static unsafe class EdgeTile<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>As <see cref="TileKernel{S, V}.Multiply"/>, for the first <paramref name="rows"/> rows and <paramref name="columns"/> columns.</summary>
    /// <param name="scratch">Room for (tile rows, depth).</param>
    public static void Multiply(MatrixView a, int rows, float* panel, int depth, float* c, long stride, int columns, bool add, float* scratch)
    {
        if (rows < TileKernel<S, V>.Rows) a = Fill(a, rows, depth, scratch);
        var width = TileKernel<S, V>.Columns;
        var tile = stackalloc float[TileKernel<S, V>.Rows * width];
        TileKernel<S, V>.Multiply(a, panel, depth, tile, width, add: false);
        for (var r = 0; r < rows; r++)
        {
            float* from = tile + r * width, to = c + r * stride;
            if (add) for (var j = 0; j < columns; j++) to[j] += from[j];
            else new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
        }
    }

    private static MatrixView Fill(MatrixView a, int rows, int depth, float* scratch)
    {
        var height = TileKernel<S, V>.Rows;
        new Span<float>(scratch, height * depth).Clear();
        if (a.ColumnStride == 1)
        {
            for (var r = 0; r < rows; r++) Unsafe.CopyBlockUnaligned(scratch + r * depth, a.Data + r * a.RowStride, (uint)depth * sizeof(float));
            return new MatrixView(scratch, depth, 1);
        }
        for (var k = 0; k < depth; k++)
            for (var r = 0; r < rows; r++) scratch[k * height + r] = a.Data[r * a.RowStride + k * a.ColumnStride];
        return new MatrixView(scratch, 1, height);
    }
}
