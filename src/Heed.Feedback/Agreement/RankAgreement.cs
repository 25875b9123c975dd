using Heed.Feedback.Statistics;

namespace Heed.Feedback.Agreement;

/// <summary>Kendall's coefficient of concordance W of m raters who rank n items, with Friedman's χ² = m (n − 1) W and its p.</summary>
public sealed record RankAgreement(double W, double ChiSquare, double P)
{
    /// <summary>From complete rankings without ties, (raters, items).</summary>
    public static RankAgreement Of(IReadOnlyList<IReadOnlyList<double>> ranks)
    {
        double m = ranks.Count, n = ranks[0].Count;
        var sums = Enumerable.Range(0, (int)n).Select(i => ranks.Sum(row => row[i])).ToArray();
        var w = 12 * sums.Sum(s => (s - sums.Average()) * (s - sums.Average())) / (m * m * (n * n * n - n));
        var chiSquare = m * (n - 1) * w;
        return new RankAgreement(w, chiSquare, Tail.ChiSquare(chiSquare, n - 1));
    }
}
