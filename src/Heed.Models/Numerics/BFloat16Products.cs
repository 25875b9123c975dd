namespace Heed.Models.Numerics;

/// <summary>
/// libtorch's bfloat16 product, with float32 sums inside: operands are rounded into scratch memory, the result is widened back.
/// </summary>
internal sealed unsafe class BFloat16Products : MatrixProducts
{
    private readonly PackingBuffer _left = new(), _right = new(), _result = new();

    public override void Forward(float* x, float* w, float* y, int n, int inputs, int outputs, float* plus = null) =>
        Multiply(new(Rounded(_left, x, (long)n * inputs), n, inputs, inputs, 1), new(Rounded(_right, w, (long)outputs * inputs), inputs, outputs, 1, inputs), y, plus);

    public override void Backward(float* dy, float* x, float* w, float* dx, float* dw, int n, int inputs, int outputs)
    {
        var upstream = Rounded(_left, dy, (long)n * outputs);
        if (dw != null) Multiply(new(upstream, outputs, n, 1, outputs), new(Rounded(_right, x, (long)n * inputs), n, inputs, inputs, 1), dw, plus: dw);
        if (dx != null) Multiply(new(upstream, n, outputs, outputs, 1), new(Rounded(_right, w, (long)outputs * inputs), outputs, inputs, inputs, 1), dx, plus: null);
    }

    public override void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _result.Dispose();
    }

    private void Multiply(BFloat16View a, BFloat16View b, float* c, float* plus)
    {
        var length = (long)a.Rows * b.Columns;
        var result = (ushort*)_result.Reserve((length + 1) / 2);
        LibtorchProduct.Multiply(a, b, new BFloat16View(result, a.Rows, b.Columns, b.Columns, 1));
        BFloat16Kernel.Widen(result, c, length, plus);
    }

    private static ushort* Rounded(PackingBuffer buffer, float* values, long length)
    {
        var rounded = (ushort*)buffer.Reserve((length + 1) / 2);
        BFloat16Kernel.Round(values, rounded, length);
        return rounded;
    }
}

/// <summary>A matrix of bfloat16 in native memory.</summary>
internal readonly unsafe struct BFloat16View(ushort* data, int rows, int columns, long rowStride, long columnStride)
{
    public ushort* Data { get; } = data;
    public int Rows { get; } = rows;
    public int Columns { get; } = columns;
    public long RowStride { get; } = rowStride;
    public long ColumnStride { get; } = columnStride;
}
