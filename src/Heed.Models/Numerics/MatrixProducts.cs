namespace Heed.Models.Numerics;

/// <summary>The three products of a linear map over float32 memory, by the number that is multiplied.</summary>
internal abstract unsafe class MatrixProducts : IDisposable
{
    public static MatrixProducts Of(NumericType type) => type == NumericType.BFloat16 ? new BFloat16Products() : new Float32Products();

    /// <summary>y (N, O) = x (N, I) · Wᵀ, W (O, I), plus what is given, which may be y itself.</summary>
    public abstract void Forward(float* x, float* w, float* y, int n, int inputs, int outputs, float* plus = null);

    /// <summary>dx (N, I) = dy (N, O) · W, W (O, I), and dW (O, I) += dyᵀ · x (N, I); either is left out where its place is null.</summary>
    public abstract void Backward(float* dy, float* x, float* w, float* dx, float* dw, int n, int inputs, int outputs);

    public abstract void Dispose();
}

/// <summary>Heed's own product.</summary>
internal sealed unsafe class Float32Products : MatrixProducts
{
    public override void Forward(float* x, float* w, float* y, int n, int inputs, int outputs, float* plus = null)
    {
        if (plus != null && plus != y) new ReadOnlySpan<float>(plus, n * outputs).CopyTo(new Span<float>(y, n * outputs));
        MatrixMultiply.Forward(x, w, y, n, inputs, outputs, add: plus != null);
    }

    public override void Backward(float* dy, float* x, float* w, float* dx, float* dw, int n, int inputs, int outputs)
    {
        if (dw != null) MatrixMultiply.BackwardWeight(dy, x, dw, n, inputs, outputs);
        if (dx != null) MatrixMultiply.BackwardInput(dy, w, dx, n, inputs, outputs, add: false);
    }

    /// <summary>Nothing is held.</summary>
    public override void Dispose() { }
}
