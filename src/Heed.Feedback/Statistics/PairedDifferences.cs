namespace Heed.Feedback.Statistics;

/// <summary>Is the centre of paired differences zero?</summary>
public static class PairedDifferences
{
    /// <summary>Student's t of the mean.</summary>
    public static (double T, double P) Student(IReadOnlyList<double> differences)
    {
        var t = differences.Average() / Math.Sqrt(TwoSamples.Variance(differences) / differences.Count);
        return (t, Tail.Student(t, differences.Count - 1));
    }

    /// <summary>Wilcoxon's signed ranks: the smaller sum, zeros dropped; p by the normal approximation with correction for ties.</summary>
    public static (double Sum, double P) Wilcoxon(IReadOnlyList<double> differences)
    {
        var moved = differences.Where(d => d != 0).ToArray();
        double[] sizes = [.. moved.Select(Math.Abs)];
        var ranks = Correlation.Ranks(sizes);
        double n = moved.Length, up = moved.Zip(ranks, (d, r) => d > 0 ? r : 0).Sum(), smaller = Math.Min(up, n * (n + 1) / 2 - up);
        var ties = sizes.CountBy(v => v).Sum(c => Math.Pow(c.Value, 3) - c.Value);
        var variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
        return (smaller, Tail.Normal((smaller - n * (n + 1) / 4) / Math.Sqrt(variance)));
    }

    /// <summary>The sign test: exact p of as many rises, zeros dropped.</summary>
    public static double Sign(IReadOnlyList<double> differences) => BinomialTest.Of(differences.Count(d => d > 0), differences.Count(d => d != 0)).TwoSided;

    /// <summary>Exact p of a mean as far from zero when every sign may flip; up to 24 differences.</summary>
    public static double SignFlips(IReadOnlyList<double> differences)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(differences.Count, 24);
        var bound = Math.Abs(differences.Sum()) - 1e-9;
        var (reached, all) = (0, 1 << differences.Count);
        for (var signs = 0; signs < all; signs++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Count; i++) sum += (signs >> i & 1) == 1 ? -differences[i] : differences[i];
            if (Math.Abs(sum) >= bound) reached++;
        }
        return (double)reached / all;
    }
}
