namespace Heed.Feedback.Statistics;

/// <summary>Two independent samples compared.</summary>
public static class TwoSamples
{
    /// <summary>Welch's t-test of means, variances unequal.</summary>
    public static (double T, double P) Welch(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double a = Variance(x) / x.Count, b = Variance(y) / y.Count, t = (x.Average() - y.Average()) / Math.Sqrt(a + b);
        var degrees = (a + b) * (a + b) / (a * a / (x.Count - 1) + b * b / (y.Count - 1));
        return (t, Tail.Student(t, degrees));
    }

    /// <summary>Mann and Whitney's U of the first sample; p by the normal approximation with corrections for ties and continuity.</summary>
    public static (double U, double P) MannWhitney(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double[] all = [.. x, .. y];
        double n = x.Count, m = y.Count, total = n + m;
        var u = Correlation.Ranks(all).Take(x.Count).Sum() - n * (n + 1) / 2;
        var ties = all.CountBy(v => v).Sum(c => Math.Pow(c.Value, 3) - c.Value);
        var deviation = Math.Sqrt(n * m / 12 * (total + 1 - ties / (total * (total - 1))));
        return (u, Math.Min(1, Tail.Normal(Math.Max(0, Math.Abs(u - n * m / 2) - 0.5) / deviation)));
    }

    /// <summary>Kolmogorov and Smirnov's largest distance of the distribution functions; p exactly, by counting lattice paths.</summary>
    public static (double D, double P) KolmogorovSmirnov(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var distance = x.Concat(y).Distinct().Max(v => Math.Abs(x.Count(a => a <= v) / (double)x.Count - y.Count(b => b <= v) / (double)y.Count));
        var inside = new double[y.Count + 1];   // share of paths to (i, j) that never reach the distance
        for (var i = 0; i <= x.Count; i++)
            for (var j = 0; j <= y.Count; j++)
            {
                var far = Math.Abs((double)i / x.Count - (double)j / y.Count) >= distance - 1e-12;
                var reached = i + j == 0 ? 1 : (i > 0 ? inside[j] * i / (i + j) : 0) + (j > 0 ? inside[j - 1] * j / (i + j) : 0);
                inside[j] = far ? 0 : reached;
            }
        return (distance, 1 - inside[y.Count]);
    }

    internal static double Variance(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
    }
}
