using Heed.Runs;

namespace Heed.Evaluation.Statistics;

/// <summary>
/// Percentile bootstrap of a mean, or of the mean difference of two systems measured on the same prompts (Efron and Tibshirani 1993,
/// chapter 13): whole prompts are drawn, so that what a prompt's difficulty adds to both sides cancels.
/// </summary>
/// <param name="resamples">How many resamples, usually 2,000 or more.</param>
/// <param name="level">Confidence of the interval.</param>
public sealed class PairedBootstrap(int resamples = 2000, double level = 0.95)
{
    /// <summary>Mean of first - second with its interval; both are in the order of the prompts.</summary>
    public Measurement Difference(IReadOnlyList<double> first, IReadOnlyList<double> second, SeededRandom random)
    {
        if (first.Count != second.Count) throw new ArgumentException($"expected as many values on both sides, found {first.Count} and {second.Count}");
        var differences = new double[first.Count];
        for (var i = 0; i < differences.Length; i++) differences[i] = first[i] - second[i];
        return Mean(differences, random);
    }

    /// <summary>Mean of the values with its interval.</summary>
    public Measurement Mean(IReadOnlyList<double> values, SeededRandom random)
    {
        if (values.Count == 0) return new Measurement(double.NaN, double.NaN, double.NaN, 0);
        var means = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            for (var i = 0; i < values.Count; i++) means[r] += values[random.Next(values.Count)];
            means[r] /= values.Count;
        }
        return Percentiles(values, means);
    }

    /// <summary>The same over given resamples: each lists the indices drawn.</summary>
    public Measurement Mean(IReadOnlyList<double> values, IEnumerable<IReadOnlyList<int>> drawn) =>
        Percentiles(values, [.. drawn.Select(indices => indices.Average(i => values[i]))]);

    private Measurement Percentiles(IReadOnlyList<double> values, double[] means)
    {
        Array.Sort(means);
        var tail = (1 - level) / 2;
        return new Measurement(values.Average(), Quantile.OfSorted(means, tail), Quantile.OfSorted(means, 1 - tail), values.Count);
    }
}
