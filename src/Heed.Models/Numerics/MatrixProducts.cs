namespace Heed.Models.Numerics;

/// <summary>The three products of a linear map over float32 memory, by the number that is multiplied.</summary>
internal abstract unsafe class MatrixProducts : IDisposable
{
    public static MatrixProducts Of(NumericType type) => type == NumericType.BFloat16 ? new BFloat16Products() : new Float32Products();

    /// <summary>y (N, O) = x (N, I) · Wᵀ, W (O, I); adds to y where <paramref name="add"/>.</summary>
    public abstract void Forward(float* x, float* w, float* y, int n, int inputs, int outputs, bool add = false);

    /// <summary>dx (N, I) += dy (N, O) · W, W (O, I); replaces dx where not <paramref name="add"/>.</summary>
    public abstract void BackwardInput(float* dy, float* w, float* dx, int n, int inputs, int outputs, bool add);

    /// <summary>dW (O, I) += dyᵀ (O, N) · x (N, I)</summary>
    public abstract void BackwardWeight(float* dy, float* x, float* dw, int n, int inputs, int outputs);

    /// <summary>Both: dx is replaced, dW added to unless it is null, which a frozen map's is.</summary>
    public virtual void Backward(float* dy, float* x, float* w, float* dx, float* dw, int n, int inputs, int outputs)
    {
        if (dw != null) BackwardWeight(dy, x, dw, n, inputs, outputs);
        BackwardInput(dy, w, dx, n, inputs, outputs, add: false);
    }

    public abstract void Dispose();
}

/// <summary>Heed's own product.</summary>
internal sealed unsafe class Float32Products : MatrixProducts
{
    public override void Forward(float* x, float* w, float* y, int n, int inputs, int outputs, bool add = false) =>
        MatrixMultiply.Forward(x, w, y, n, inputs, outputs, add);

    public override void BackwardInput(float* dy, float* w, float* dx, int n, int inputs, int outputs, bool add) =>
        MatrixMultiply.BackwardInput(dy, w, dx, n, inputs, outputs, add);

    public override void BackwardWeight(float* dy, float* x, float* dw, int n, int inputs, int outputs) =>
        MatrixMultiply.BackwardWeight(dy, x, dw, n, inputs, outputs);

    /// <summary>Nothing is held.</summary>
    public override void Dispose() { }
}
