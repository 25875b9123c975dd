using Heed.Runs;
using MathNet.Numerics.Distributions;

namespace Heed.Feedback.Statistics;

/// <summary>A statistic with what resampling says about it.</summary>
/// <param name="Estimate">Of the sample itself.</param>
/// <param name="StandardError">Standard deviation over the resamples.</param>
/// <param name="Percentile">Quantiles of the resamples.</param>
/// <param name="Basic">The same, reflected at the estimate.</param>
/// <param name="Corrected">Bias-corrected and accelerated (Efron 1987); null where the sample was not at hand for the jackknife.</param>
public sealed record BootstrapFit(double Estimate, double StandardError, Interval Percentile, Interval Basic, Interval? Corrected);

/// <summary>Resampling with replacement (Efron and Tibshirani 1993).</summary>
public sealed record Bootstrap
{
    /// <summary>Level of the intervals.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Indices of <paramref name="count"/> resamples of n items.</summary>
    public static IEnumerable<int[]> Draw(int n, int count, SeededRandom random)
    {
        for (var i = 0; i < count; i++)
        {
            var indices = new int[n];
            for (var j = 0; j < n; j++) indices[j] = random.Next(n);
            yield return indices;
        }
    }

    /// <summary>A statistic of independent items. For items in clusters, such as votes of a prompt, resample the clusters and use <see cref="Of"/>.</summary>
    public BootstrapFit Fit<T>(IReadOnlyList<T> sample, Func<IReadOnlyList<T>, double> statistic, IEnumerable<int[]> resamples)
    {
        var estimate = statistic(sample);
        var drawn = resamples.Select(indices => statistic([.. indices.Select(i => sample[i])])).ToArray();
        var jackknife = Enumerable.Range(0, sample.Count).Select(left => statistic([.. sample.Where((_, i) => i != left)])).ToArray();
        return Of(estimate, drawn) with { Corrected = Accelerated(estimate, drawn, jackknife) };
    }

    /// <summary>From an estimate and its values over resamples.</summary>
    public BootstrapFit Of(double estimate, IReadOnlyList<double> drawn)
    {
        var tail = (1 - Level) / 2;
        double low = Quantile.Of(drawn, tail), high = Quantile.Of(drawn, 1 - tail), mean = drawn.Average();
        var error = Math.Sqrt(drawn.Sum(d => (d - mean) * (d - mean)) / (drawn.Count - 1));
        return new BootstrapFit(estimate, error, new Interval(low, high), new Interval(2 * estimate - high, 2 * estimate - low), null);
    }

    private Interval Accelerated(double estimate, double[] drawn, double[] jackknife)
    {
        var bias = Normal.InvCDF(0, 1, drawn.Average(d => d < estimate ? 1 : d == estimate ? 0.5 : 0));
        var mean = jackknife.Average();
        var acceleration = jackknife.Sum(j => Math.Pow(mean - j, 3)) / (6 * Math.Pow(jackknife.Sum(j => (mean - j) * (mean - j)), 1.5));
        double Corrected(double level)
        {
            var z = bias + Normal.InvCDF(0, 1, level);
            return Quantile.Of(drawn, Normal.CDF(0, 1, bias + z / (1 - acceleration * z)));
        }
        return new Interval(Corrected((1 - Level) / 2), Corrected((1 + Level) / 2));
    }
}
