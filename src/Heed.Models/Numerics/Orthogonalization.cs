namespace Heed.Models.Numerics;

/// <summary>
/// Brings all singular values of a matrix near 1 by an odd polynomial, X ← aX + (bG + cG²)X with G = XXᵀ, applied some times to X/‖X‖ (Newton and Schulz;
/// the coefficients of Jordan 2024, "Muon: an optimizer for hidden layers in neural networks"). float32, on the team.
/// </summary>
public static unsafe class Orthogonalization
{
    [ThreadStatic]
    private static PackingBuffer? _buffer;

    /// <summary>Replaces a matrix in place.</summary>
    /// <param name="matrix">(rows, columns), row-major.</param>
    /// <param name="coefficients">a, b and c.</param>
    /// <param name="steps">Times the polynomial is applied.</param>
    /// <param name="epsilon">The least that the matrix is divided by.</param>
    public static void Apply(Span<float> matrix, int rows, int columns, (double A, double B, double C) coefficients, int steps, double epsilon)
    {
        if (matrix.Length != (long)rows * columns) throw new ArgumentException($"Expected {rows} × {columns} elements, found {matrix.Length}.", nameof(matrix));
        int low = Math.Min(rows, columns), high = Math.Max(rows, columns);
        long size = (long)low * high, square = (long)low * low;
        float* x = (_buffer ??= new PackingBuffer()).Reserve(2 * size + 2 * square), y = x + size, gram = y + size, square2 = gram + square;
        var scale = (float)(1 / Math.Max(FlatSums.Norm(matrix), epsilon));
        Lay(matrix, x, rows, columns, scale);
        for (var step = 0; step < steps; step++)
        {
            Polynomial(x, y, gram, square2, low, high, coefficients);
            var next = y;
            y = x;
            x = next;
        }
        Back(x, matrix, rows, columns);
    }

    /// <summary>y = ax + (bG + cG²)x</summary>
    private static void Polynomial(float* x, float* y, float* gram, float* square, int low, int high, (double A, double B, double C) k)
    {
        MatrixMultiply.Forward(x, x, gram, low, high, low);                                  // G = XXᵀ
        MatrixMultiply.Forward(gram, gram, square, low, low, low);                           // G² = GGᵀ, G being symmetric
        float a = (float)k.A, b = (float)k.B, c = (float)k.C;
        for (long i = 0; i < (long)low * low; i++) square[i] = b * gram[i] + c * square[i];
        for (long i = 0; i < (long)low * high; i++) y[i] = a * x[i];
        MatrixMultiply.BackwardInput(square, x, y, low, high, low, add: true);
    }

    /// <summary>x (low, high) = the matrix, turned where it is taller than wide, times a scale.</summary>
    private static void Lay(ReadOnlySpan<float> matrix, float* x, int rows, int columns, float scale)
    {
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) x[rows <= columns ? r * columns + c : c * rows + r] = matrix[r * columns + c] * scale;
    }

    private static void Back(float* x, Span<float> matrix, int rows, int columns)
    {
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) matrix[r * columns + c] = x[rows <= columns ? r * columns + c : c * rows + r];
    }
}
