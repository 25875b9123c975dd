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

    /// <summary>A⁻¹.</summary>
    public double[,] Inverse()
    {
        var inverse = new double[Size, Size];
        var unit = new double[Size];
        for (var column = 0; column < Size; column++)
        {
            Array.Clear(unit);
            unit[column] = 1;
            var x = Solve(unit);
            for (var row = 0; row < Size; row++) inverse[row, column] = x[row];
        }
        return inverse;
    }
}
