namespace Heed.Models.Numerics;

/// <summary>
/// libtorch's bfloat16 product, with float32 sums inside: operands are rounded into scratch memory, the result is widened back.
/// </summary>
internal sealed unsafe class BFloat16Products : MatrixProducts
{
    private readonly PackingBuffer _left = new(), _right = new(), _result = new();

    public override void Forward(float* x, float* w, float* y, int n, int inputs, int outputs, bool add = false) =>
        Forward(Rounded(_left, x, (long)n * inputs), w, y, n, inputs, outputs, add);

    /// <summary>The same of x that is rounded already.</summary>
    public void Forward(ushort* x, float* w, float* y, int n, int inputs, int outputs, bool add) =>
        Multiply(new(x, n, inputs, inputs, 1), Turned(w, inputs, outputs), y, add);

    /// <summary>The same into y that stays rounded.</summary>
    public void Forward(float* x, float* w, ushort* y, int n, int inputs, int outputs) =>
        LibtorchProduct.Multiply(new(Rounded(_left, x, (long)n * inputs), n, inputs, inputs, 1), Turned(w, inputs, outputs), new(y, n, outputs, outputs, 1));

    public override void BackwardInput(float* dy, float* w, float* dx, int n, int inputs, int outputs, bool add) =>
        Multiply(new(Rounded(_left, dy, (long)n * outputs), n, outputs, outputs, 1), Plain(w, inputs, outputs), dx, add);

    public override void BackwardWeight(float* dy, float* x, float* dw, int n, int inputs, int outputs) =>
        Weight(Rounded(_left, dy, (long)n * outputs), Rounded(_right, x, (long)n * inputs), dw, n, inputs, outputs);

    /// <summary>What comes from above is rounded once for both.</summary>
    public override void Backward(float* dy, float* x, float* w, float* dx, float* dw, int n, int inputs, int outputs) =>
        Backward(Rounded(_left, dy, (long)n * outputs), x, w, dx, dw, n, inputs, outputs);

    /// <summary>The same of dy that is rounded already.</summary>
    public void Backward(ushort* dy, float* x, float* w, float* dx, float* dw, int n, int inputs, int outputs)
    {
        if (dw != null) Weight(dy, Rounded(_right, x, (long)n * inputs), dw, n, inputs, outputs);
        Multiply(new(dy, n, outputs, outputs, 1), Plain(w, inputs, outputs), dx, add: false);
    }

    /// <summary>The same of x that is rounded already, into dx that stays rounded.</summary>
    public void Backward(float* dy, ushort* x, float* w, ushort* dx, float* dw, int n, int inputs, int outputs)
    {
        var upstream = Rounded(_left, dy, (long)n * outputs);
        if (dw != null) Weight(upstream, x, dw, n, inputs, outputs);
        LibtorchProduct.Multiply(new(upstream, n, outputs, outputs, 1), Plain(w, inputs, outputs), new(dx, n, inputs, inputs, 1));
    }

    private void Weight(ushort* dy, ushort* x, float* dw, int n, int inputs, int outputs) =>
        Multiply(new(dy, outputs, n, 1, outputs), new(x, n, inputs, inputs, 1), dw, add: true);

    private BFloat16View Plain(float* w, int inputs, int outputs) => new(Rounded(_right, w, (long)outputs * inputs), outputs, inputs, inputs, 1);

    private BFloat16View Turned(float* w, int inputs, int outputs) => new(Rounded(_right, w, (long)outputs * inputs), inputs, outputs, 1, inputs);

    public override void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _result.Dispose();
    }

    private void Multiply(BFloat16View a, BFloat16View b, float* c, bool add)
    {
        var length = (long)a.Rows * b.Columns;
        var result = (ushort*)_result.Reserve((length + 1) / 2);
        LibtorchProduct.Multiply(a, b, new BFloat16View(result, a.Rows, b.Columns, b.Columns, 1));
        BFloat16Kernel.Widen(result, c, length, add);
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
