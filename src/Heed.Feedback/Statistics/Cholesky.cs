using System.Numerics;
using System.Runtime.InteropServices;

namespace Heed.Feedback.Statistics;

/// <summary>The factor L of a small symmetric positive definite matrix A = L Lᵀ, for Newton steps and covariances.</summary>
public sealed class Cholesky
{
    private readonly double[,] _factor;

    private Cholesky(double[,] factor) => _factor = factor;

    /// <summary>Number of rows.</summary>
    public int Size => _factor.GetLength(0);

    /// <summary>Factorises; null where the matrix is not positive definite. Only the lower triangle is read.</summary>
    public static Cholesky? Of(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var factor = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= factor[i, k] * factor[j, k];
                if (i != j) factor[i, j] = sum / factor[j, j];
                else if (sum > 1e-14 * Math.Abs(matrix[i, i])) factor[i, i] = Math.Sqrt(sum);
                else return null;
            }
        return new Cholesky(factor);
    }

    /// <summary>The x of A x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        var x = right.ToArray();
        for (var i = 0; i < Size; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= _factor[i, k] * x[k];
            x[i] /= _factor[i, i];
        }
        for (var i = Size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < Size; k++) x[i] -= _factor[k, i] * x[k];
            x[i] /= _factor[i, i];
        }
        return x;
    }

    /// <summary>A⁻¹ = L⁻ᵀ L⁻¹, row by row.</summary>
    public double[,] Inverse()
    {
        var inverted = InvertedFactor();
        var inverse = new double[Size, Size];
        for (var k = 0; k < Size; k++)
        {
            var row = Row(inverted, k)[..(k + 1)];
            for (var i = 0; i <= k; i++) AddTo(Row(inverse, i)[..(k + 1)], row, row[i]);
        }
        return inverse;
    }

    private double[,] InvertedFactor()
    {
        var inverted = new double[Size, Size];
        for (var i = 0; i < Size; i++)
        {
            var row = Row(inverted, i);
            for (var k = 0; k < i; k++) AddTo(row[..(k + 1)], Row(inverted, k)[..(k + 1)], -_factor[i, k]);
            row[i] = 1;
            foreach (ref var value in row[..(i + 1)]) value /= _factor[i, i];
        }
        return inverted;
    }

    private static Span<double> Row(double[,] matrix, int i) => MemoryMarshal.CreateSpan(ref matrix[i, 0], matrix.GetLength(1));

    private static void AddTo(Span<double> into, ReadOnlySpan<double> what, double times)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(into);
        var from = MemoryMarshal.Cast<double, Vector<double>>(what);
        for (var i = 0; i < wide.Length; i++) wide[i] += from[i] * times;
        for (var i = wide.Length * Vector<double>.Count; i < into.Length; i++) into[i] += what[i] * times;
    }
}
