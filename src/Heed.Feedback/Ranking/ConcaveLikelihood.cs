using Heed.Feedback.Statistics;

namespace Heed.Feedback.Ranking;

/// <summary>
/// A log-likelihood less a penalty α Σ θ², with one maximum, which Newton's method finds. It does not tell where the first parameters lie together: their sum is held at zero by 1 1ᵀ / n beside the
/// information, which is taken out of the covariance again.
/// </summary>
/// <param name="located">How many parameters that are.</param>
/// <param name="ridge">α, the same for all of them.</param>
internal abstract class ConcaveLikelihood(int located, double ridge)
{
    private const int MostSteps = 200;
    private const double LongestStep = 2, SmallestStep = 1e-12, Farthest = 60;

    protected double Ridge => ridge;

    /// <summary>Without the penalty.</summary>
    protected abstract double LogLikelihood(double[] at);

    /// <summary>Less the penalty; −∞ where parameters cannot be.</summary>
    protected abstract double Penalised(double[] at);

    /// <summary>Gradient and negative Hessian, with the penalty's.</summary>
    protected abstract (double[] Gradient, double[,] Information) Derivatives(double[] at);

    /// <summary>Gradients of single observations' log-likelihoods.</summary>
    protected abstract IEnumerable<(double[] Score, int Cluster, double Count)> Scores(double[] at);

    /// <exception cref="NoEstimateException">There is no finite maximum.</exception>
    public LogitFit Maximum(double[] start)
    {
        var at = start;
        for (var i = 0; i < MostSteps; i++)
        {
            var (gradient, information) = Derivatives(at);
            var step = Factor(information).Solve(gradient);
            double value = Penalised(at), longest = step.Max(Math.Abs), scale = Math.Min(1, LongestStep / Math.Max(1e-300, longest));
            while (scale > 1e-10 && !(Penalised(Moved(at, step, scale)) >= value - 1e-9 * Math.Abs(value))) scale /= 2;
            at = Moved(at, step, scale);
            if (at.Max(Math.Abs) > Farthest) throw new NoEstimateException();
            if (scale * longest < SmallestStep) break;
        }
        return Summary(at);
    }

    private LogitFit Summary(double[] at)
    {
        var covariance = Factor(Derivatives(at).Information).Inverse();
        for (var i = 0; i < located; i++)
            for (var j = 0; j < located; j++) covariance[i, j] -= 1 / (located * (1 + 2 * ridge));
        var scores = Scores(at).ToArray();
        var clustered = scores.GroupBy(s => s.Cluster).Select(g => (Sum(g.Select(s => (s.Score, s.Count)), at.Length), 1.0));
        return new LogitFit(at, covariance, Between(covariance, scores.Select(s => (s.Score, s.Count))), Between(covariance, clustered), LogLikelihood(at));
    }

    private Cholesky Factor(double[,] information)
    {
        for (var i = 0; i < located; i++)
            for (var j = 0; j < located; j++) information[i, j] += 1.0 / located;
        return Cholesky.Of(information) ?? throw new NoEstimateException();
    }

    private static double[] Moved(double[] at, double[] step, double scale) => [.. at.Zip(step, (p, s) => p + scale * s)];

    private static double[] Sum(IEnumerable<(double[] Score, double Count)> scores, int size)
    {
        var sum = new double[size];
        foreach (var (score, count) in scores)
            for (var i = 0; i < size; i++) sum[i] += count * score[i];
        return sum;
    }

    /// <summary>H⁻¹ (Σ w g gᵀ) H⁻¹.</summary>
    private static double[,] Between(double[,] inverse, IEnumerable<(double[] Score, double Weight)> scores)
    {
        var n = inverse.GetLength(0);
        var result = new double[n, n];
        foreach (var (score, weight) in scores)
        {
            var influence = new double[n];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++) influence[i] += inverse[i, j] * score[j];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++) result[i, j] += weight * influence[i] * influence[j];
        }
        return result;
    }
}
