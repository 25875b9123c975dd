using System.Runtime.Intrinsics;

namespace Heed.Models.Numerics;

/// <summary>The three products of a linear map, in float32.</summary>
internal static unsafe class MatrixMultiply
{
    /// <summary>Multiplications below which a second thread costs more than it saves.</summary>
    private const long SmallWork = 1 << 18;

    /// <summary>y (N, O) = x (N, I) · Wᵀ, W (O, I); adds to y where <paramref name="add"/>.</summary>
    public static void Forward(float* x, float* w, float* y, int n, int inputs, int outputs, bool add = false) =>
        Multiply(new MatrixView(x, inputs, 1), new MatrixView(w, 1, inputs), y, outputs, n, outputs, inputs, add, Shared(n, inputs, outputs));

    /// <summary>dx (N, I) += dy (N, O) · W, W (O, I); replaces dx where not <paramref name="add"/>.</summary>
    public static void BackwardInput(float* dy, float* w, float* dx, int n, int inputs, int outputs, bool add) =>
        Multiply(new MatrixView(dy, outputs, 1), new MatrixView(w, inputs, 1), dx, inputs, n, inputs, outputs, add, Shared(n, inputs, outputs));

    /// <summary>dW (O, I) += dyᵀ (O, N) · x (N, I)</summary>
    public static void BackwardWeight(float* dy, float* x, float* dw, int n, int inputs, int outputs) =>
        Multiply(new MatrixView(dy, 1, outputs), new MatrixView(x, inputs, 1), dw, inputs, outputs, inputs, n, add: true, Shared(n, inputs, outputs));

    /// <summary>The first with a map in int8, which is widened a panel at a time: the same bits as of the widened map.</summary>
    public static void Forward(float* x, Int8Rows w, float* y, int n, int inputs, int outputs, bool add) =>
        Multiply(new MatrixView(x, inputs, 1), w.Transposed(inputs), y, outputs, n, outputs, inputs, add, Shared(n, inputs, outputs));

    /// <summary>The second, likewise.</summary>
    public static void BackwardInput(float* dy, Int8Rows w, float* dx, int n, int inputs, int outputs, bool add) =>
        Multiply(new MatrixView(dy, outputs, 1), w.Rows(inputs), dx, inputs, n, inputs, outputs, add, Shared(n, inputs, outputs));

    private static bool Shared(long n, long inputs, long outputs) => ThreadTeam.Threads > 1 && n * inputs * outputs >= SmallWork;

    private static void Multiply(MatrixView a, MatrixView b, float* c, long stride, int m, int n, int k, bool add, bool parallel) =>
        Multiply(a, new PanelSource(b), c, stride, m, n, k, add, parallel);

    private static void Multiply(MatrixView a, PanelSource b, float* c, long stride, int m, int n, int k, bool add, bool parallel)
    {
        if (SimdChoice.Wide) PackedProduct<Simd512, Vector512<float>>.Multiply(a, b, c, stride, m, n, k, add, parallel);
        else PackedProduct<Simd256, Vector256<float>>.Multiply(a, b, c, stride, m, n, k, add, parallel);
    }
}
