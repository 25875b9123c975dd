namespace Heed.Models.Numerics;

/// <summary>
/// libtorch's bfloat16 product, with float32 sums inside: operands are rounded into scratch memory, the result is widened back. Rows are filled up with
/// zeros to a round number: libtorch compiles a product for every shape that it has not seen and keeps it, which costs more than some rows of zeros.
/// </summary>
internal sealed unsafe class BFloat16Products : MatrixProducts
{
    private readonly PackingBuffer _left = new(), _right = new(), _result = new();

    /// <summary>So many rows there are of what is rounded already, those beyond n zeros.</summary>
    public static int Padded(int n) => n <= 256 ? (n + 15) / 16 * 16 : (n + 63) / 64 * 64;

    public override void Forward(float* x, float* w, float* y, int n, int inputs, int outputs, bool add = false) =>
        Forward(Rows(_left, x, n, inputs), w, y, n, inputs, outputs, add);

    /// <summary>The same of x (<see cref="Padded"/>, I) that is rounded already.</summary>
    public void Forward(ushort* x, float* w, float* y, int n, int inputs, int outputs, bool add) =>
        Multiply(Plain(x, Padded(n), inputs), Plain(Matrix(w, inputs, outputs), outputs, inputs).Transposed, y, (long)n * outputs, add);

    /// <summary>The same into y (<see cref="Padded"/>, O) that stays rounded.</summary>
    public void Forward(float* x, float* w, ushort* y, int n, int inputs, int outputs) =>
        LibtorchProduct.Multiply(Plain(Rows(_left, x, n, inputs), Padded(n), inputs), Plain(Matrix(w, inputs, outputs), outputs, inputs).Transposed, Plain(y, Padded(n), outputs));

    public override void BackwardInput(float* dy, float* w, float* dx, int n, int inputs, int outputs, bool add) =>
        Input(Rows(_left, dy, n, outputs), w, dx, n, inputs, outputs, add);

    public override void BackwardWeight(float* dy, float* x, float* dw, int n, int inputs, int outputs) =>
        Weight(Rows(_left, dy, n, outputs), Rows(_right, x, n, inputs), dw, n, inputs, outputs);

    /// <summary>What comes from above is rounded once for both.</summary>
    public override void Backward(float* dy, float* x, float* w, float* dx, float* dw, int n, int inputs, int outputs) =>
        Backward(Rows(_left, dy, n, outputs), x, w, dx, dw, n, inputs, outputs);

    /// <summary>The same of dy (<see cref="Padded"/>, O) that is rounded already.</summary>
    public void Backward(ushort* dy, float* x, float* w, float* dx, float* dw, int n, int inputs, int outputs)
    {
        if (dw != null) Weight(dy, Rows(_right, x, n, inputs), dw, n, inputs, outputs);
        Input(dy, w, dx, n, inputs, outputs, add: false);
    }

    /// <summary>The same of x (<see cref="Padded"/>, I) that is rounded already, into dx (<see cref="Padded"/>, I) that stays rounded.</summary>
    public void Backward(float* dy, ushort* x, float* w, ushort* dx, float* dw, int n, int inputs, int outputs)
    {
        var upstream = Rows(_left, dy, n, outputs);
        if (dw != null) Weight(upstream, x, dw, n, inputs, outputs);
        LibtorchProduct.Multiply(Plain(upstream, Padded(n), outputs), Plain(Matrix(w, inputs, outputs), outputs, inputs), Plain(dx, Padded(n), inputs));
    }

    private void Input(ushort* dy, float* w, float* dx, int n, int inputs, int outputs, bool add) =>
        Multiply(Plain(dy, Padded(n), outputs), Plain(Matrix(w, inputs, outputs), outputs, inputs), dx, (long)n * inputs, add);

    private void Weight(ushort* dy, ushort* x, float* dw, int n, int inputs, int outputs) =>
        Multiply(Plain(dy, Padded(n), outputs).Transposed, Plain(x, Padded(n), inputs), dw, (long)outputs * inputs, add: true);

    public override void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _result.Dispose();
    }

    /// <param name="length">Of the product's elements, those that are asked for.</param>
    private void Multiply(BFloat16View a, BFloat16View b, float* c, long length, bool add)
    {
        var result = (ushort*)_result.Reserve(((long)a.Rows * b.Columns + 1) / 2);
        LibtorchProduct.Multiply(a, b, Plain(result, a.Rows, b.Columns));
        BFloat16Kernel.Widen(result, c, length, add);
    }

    private static BFloat16View Plain(ushort* data, int rows, int columns) => new(data, rows, columns, columns, 1);

    /// <summary>n rows, rounded and filled up.</summary>
    private static ushort* Rows(PackingBuffer buffer, float* values, int n, int width)
    {
        long length = (long)n * width, padded = (long)Padded(n) * width;
        var rounded = (ushort*)buffer.Reserve((padded + 1) / 2);
        BFloat16Kernel.Round(values, rounded, length);
        new Span<ushort>(rounded + length, (int)(padded - length)).Clear();
        return rounded;
    }

    /// <summary>A weight (O, I), rounded.</summary>
    private ushort* Matrix(float* w, int inputs, int outputs)
    {
        var length = (long)outputs * inputs;
        var rounded = (ushort*)_right.Reserve((length + 1) / 2);
        BFloat16Kernel.Round(w, rounded, length);
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

    /// <summary>Rows and columns exchanged.</summary>
    public BFloat16View Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);
}
