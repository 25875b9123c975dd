using System.Runtime.InteropServices;

namespace Heed.Models.Numerics;

/// <summary>
/// C = A·B, or C += A·B, in float32: panels of B are packed, tiles of C stay in registers (Goto and van de Geijn 2008). A and B are
/// given by their strides, so that a transposed operand costs a copy of a panel and no more.
/// </summary>
internal static unsafe class MatrixMultiply
{
    /// <summary>Depth of a packed block.</summary>
    private const int Depth = 384;

    /// <summary>Columns of B packed at a time.</summary>
    private const int Columns = 512;

    /// <summary>Rows of A in a block: they stay in the second-level cache.</summary>
    private const int Rows = 240;

    [ThreadStatic]
    private static PackingBuffer? _packing;

    /// <summary>y (N, O) = x (N, I) · Wᵀ, W (O, I); adds to y where <paramref name="add"/>.</summary>
    public static void Forward(float* x, float* w, float* y, int n, int inputs, int outputs, bool add = false) =>
        Parallel(new Operand(x, inputs, 1), new Operand(w, 1, inputs), y, outputs, n, outputs, inputs, add);

    /// <summary>dx (N, I) += dy (N, O) · W, W (O, I); replaces dx where not <paramref name="add"/>.</summary>
    public static void BackwardInput(float* dy, float* w, float* dx, int n, int inputs, int outputs, bool add) =>
        Parallel(new Operand(dy, outputs, 1), new Operand(w, inputs, 1), dx, inputs, n, inputs, outputs, add);

    /// <summary>dW (O, I) += dyᵀ (O, N) · x (N, I)</summary>
    public static void BackwardWeight(float* dy, float* x, float* dw, int n, int inputs, int outputs) =>
        Parallel(new Operand(dy, 1, outputs), new Operand(x, inputs, 1), dw, inputs, outputs, inputs, n, add: true);

    /// <summary>Splits the larger side of C over the team; the depth is never split, so the sum's order does not depend on it.</summary>
    private static void Parallel(Operand a, Operand b, float* c, long stride, int m, int n, int k, bool add)
    {
        var work = (long)m * n * k;
        if (work < 1 << 17 || ThreadTeam.Threads == 1) Single(a, b, c, stride, m, n, k, add);
        else if (m >= n)
            ThreadTeam.For(m, 12, (_, low, high) => Single(a.Row(low), b, c + low * stride, stride, (int)(high - low), n, k, add));
        else
            ThreadTeam.For(n, 32, (_, low, high) => Single(a, b.Column(low), c + low, stride, m, (int)(high - low), k, add));
    }

    /// <summary>On the calling thread alone.</summary>
    public static void Single(Operand a, Operand b, float* c, long stride, int m, int n, int k, bool add)
    {
        if (SimdChoice.Wide) Blocked<Tile512>(a, b, c, stride, m, n, k, add);
        else Blocked<Tile256>(a, b, c, stride, m, n, k, add);
    }

    internal static void Blocked<T>(Operand a, Operand b, float* c, long stride, int m, int n, int k, bool add) where T : struct, ITile
    {
        var packing = _packing ??= new PackingBuffer();
        for (var column = 0; column < n; column += Columns)
        {
            var columns = Math.Min(Columns, n - column);
            for (var depth = 0; depth < k; depth += Depth)
            {
                var deep = Math.Min(Depth, k - depth);
                PackColumns<T>(b.At(depth, column), packing.Columns, deep, columns);
                for (var row = 0; row < m; row += Rows)
                {
                    var rows = Math.Min(Rows, m - row);
                    var block = a.At(row, depth);
                    if (block.ColumnStride != 1) block = PackRows(block, packing.Rows, rows, deep);
                    Block<T>(block, packing, c + row * stride + column, stride, rows, columns, deep, add || depth > 0);
                }
            }
        }
    }

    private static void Block<T>(Operand a, PackingBuffer packing, float* c, long stride, int m, int n, int k, bool add) where T : struct, ITile
    {
        for (var column = 0; column < n; column += T.Columns)
        {
            var panel = packing.Columns + (long)column * k;
            var columns = Math.Min(T.Columns, n - column);
            for (var row = 0; row < m; row += T.Rows)
            {
                var rows = Math.Min(T.Rows, m - row);
                var target = c + row * stride + column;
                if (rows == T.Rows && columns == T.Columns) T.Multiply(a.Data + row * a.RowStride, a.RowStride, panel, k, target, stride, rows, add);
                else Edge<T>(a.Data + row * a.RowStride, a.RowStride, panel, k, target, stride, rows, columns, add, packing.Edge);
            }
        }
    }

    /// <summary>A tile that sticks out: computed beside, its valid part copied.</summary>
    private static void Edge<T>(float* a, long rowStride, float* panel, int k, float* c, long stride, int rows, int columns, bool add, float* tile)
        where T : struct, ITile
    {
        T.Multiply(a, rowStride, panel, k, tile, T.Columns, rows, add: false);
        for (var r = 0; r < rows; r++)
        {
            float* from = tile + r * T.Columns, to = c + r * stride;
            if (add) for (var j = 0; j < columns; j++) to[j] += from[j];
            else new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
        }
    }

    /// <summary>Panels of a tile's width, depth by depth, the last one filled up with zeros.</summary>
    private static void PackColumns<T>(Operand b, float* target, int k, int n) where T : struct, ITile
    {
        for (var column = 0; column < n; column += T.Columns)
        {
            var columns = Math.Min(T.Columns, n - column);
            var source = b.At(0, column);
            if (columns < T.Columns) new Span<float>(target, k * T.Columns).Clear();
            if (b.ColumnStride == 1)
                for (var d = 0; d < k; d++)
                    new ReadOnlySpan<float>(source.Data + d * b.RowStride, columns).CopyTo(new Span<float>(target + d * T.Columns, columns));
            else
                for (var j = 0; j < columns; j++)
                {
                    var from = source.Data + j * b.ColumnStride;
                    for (var d = 0; d < k; d++) target[d * T.Columns + j] = from[d * b.RowStride];
                }
            target += (long)k * T.Columns;
        }
    }

    /// <summary>A transposed block of A laid out row by row.</summary>
    private static Operand PackRows(Operand a, float* target, int m, int k)
    {
        for (var d = 0; d < k; d++)
        {
            var from = a.Data + d * a.ColumnStride;
            for (var r = 0; r < m; r++) target[(long)r * Depth + d] = from[r * a.RowStride];
        }
        return new Operand(target, Depth, 1);
    }

    /// <summary>A matrix seen through its strides: element (i, j) lies at i·RowStride + j·ColumnStride.</summary>
    internal readonly struct Operand(float* data, long rowStride, long columnStride)
    {
        public float* Data { get; } = data;
        public long RowStride { get; } = rowStride;
        public long ColumnStride { get; } = columnStride;
        public Operand At(long row, long column) => new(Data + row * RowStride + column * ColumnStride, RowStride, ColumnStride);
        public Operand Row(long row) => At(row, 0);
        public Operand Column(long column) => At(0, column);
    }

    private sealed class PackingBuffer
    {
        public float* Columns { get; } = Allocate((long)Depth * (MatrixMultiply.Columns + 32));
        public float* Rows { get; } = Allocate((long)Depth * (MatrixMultiply.Rows + 12));
        public float* Edge { get; } = Allocate(12 * 32);

        ~PackingBuffer()
        {
            NativeMemory.AlignedFree(Columns);
            NativeMemory.AlignedFree(Rows);
            NativeMemory.AlignedFree(Edge);
        }

        private static float* Allocate(long floats)
        {
            var data = (float*)NativeMemory.AlignedAlloc((nuint)floats * sizeof(float), 64);
            new Span<float>(data, (int)floats).Clear();
            return data;
        }
    }
}
