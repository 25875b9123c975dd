using MathNet.Numerics.LinearAlgebra;

namespace Heed.Evaluation.Statistics;

/// <summary>
/// Logistic regression by Newton's method: maximises Σ log p(y) - ridge/2 |w|². The caller adds the column of ones.
/// Targets may be soft (0 to 1).
/// </summary>
public sealed class LogisticRegression
{
    private const int MostSteps = 100;

    private LogisticRegression(double[] coefficients, double[] standardErrors, double logLikelihood) =>
        (Coefficients, StandardErrors, LogLikelihood) = (coefficients, standardErrors, logLikelihood);

    /// <summary>A weight a column.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>Standard errors from the inverse Hessian.</summary>
    public IReadOnlyList<double> StandardErrors { get; }

    /// <summary>Log-likelihood of the targets, without the ridge term.</summary>
    public double LogLikelihood { get; }

    /// <summary>Fits rows (n, columns) to targets (n).</summary>
    /// <exception cref="ArgumentException">The columns are linearly dependent or the classes are separable and there is no ridge.</exception>
    public static LogisticRegression Fit(double[,] rows, IReadOnlyList<double> targets, double ridge = 0)
    {
        var x = Matrix<double>.Build.DenseOfArray(rows);
        var y = Vector<double>.Build.DenseOfEnumerable(targets);
        var w = Vector<double>.Build.Dense(x.ColumnCount);
        for (var step = 0; step < MostSteps; step++)
        {
            var p = (x * w).Map(Sigmoid);
            var gradient = x.TransposeThisAndMultiply(y - p) - ridge * w;
            var move = Hessian(x, p, ridge).Solve(gradient);
            if (!move.All(double.IsFinite)) break;
            w += move;
            if (move.L2Norm() > 1e-12 * (1 + w.L2Norm())) continue;
            return Result(x, y, w, ridge);
        }
        throw new ArgumentException("the logistic regression has no finite optimum; give a ridge, or check for dependent columns");
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>log(1 + e^x) without overflow.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>log(1 + x) without cancellation for small x (Kahan): the rounding of 1 + x divides out.</summary>
    private static double LogOnePlus(double x)
    {
        var rounded = 1 + x;
        return rounded == 1 ? x : Math.Log(rounded) * x / (rounded - 1);
    }

    private static Matrix<double> Hessian(Matrix<double> x, Vector<double> p, double ridge)
    {
        var weighted = x.Clone();
        for (var row = 0; row < x.RowCount; row++) weighted.SetRow(row, x.Row(row) * (p[row] * (1 - p[row])));
        return x.TransposeThisAndMultiply(weighted) + Matrix<double>.Build.DenseIdentity(x.ColumnCount) * ridge;
    }

    private static LogisticRegression Result(Matrix<double> x, Vector<double> y, Vector<double> w, double ridge)
    {
        var score = x * w;
        var covariance = Hessian(x, score.Map(Sigmoid), ridge).Inverse();
        var likelihood = Enumerable.Range(0, y.Count).Sum(i => -y[i] * Softplus(-score[i]) - (1 - y[i]) * Softplus(score[i]));
        return new LogisticRegression(w.ToArray(), [.. covariance.Diagonal().Select(Math.Sqrt)], likelihood);
    }
}
