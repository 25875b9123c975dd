namespace Heed.Feedback.Agreement;

/// <summary>A chance-corrected coefficient (p_a − p_e) / (1 − p_e) with the standard error over items.</summary>
public sealed record AgreementCoefficient(double Coefficient, double Observed, double Chance, double StandardError);

/// <summary>What agreement by chance would be.</summary>
public enum ChanceModel
{
    /// <summary>Gwet's AC1 and, with weights, AC2: Σ w · Σ π (1 − π) / (q (q − 1)). Stable where one category prevails.</summary>
    Gwet,
    /// <summary>Σ w π π′: with equal weights and as many ratings of every item Fleiss' κ (1971).</summary>
    Fleiss,
    /// <summary>Brennan and Prediger: every category alike, Σ w / q²; with equal weights Randolph's free-marginal κ (2005).</summary>
    BrennanPrediger,
}

/// <summary>
/// Weighted agreement of many raters over items that not all of them rated (Gwet 2008, "Computing inter-rater reliability and its variance in
/// the presence of high agreement"; Gwet 2014). Items with one rating count in the shares of categories only.
/// </summary>
public sealed record ChanceCorrected(ChanceModel Chance)
{
    /// <param name="counts">By item: ratings in each category.</param>
    /// <param name="weights">Agreement of categories, see <see cref="CategoryWeights"/>.</param>
    public AgreementCoefficient Compute(IReadOnlyList<IReadOnlyList<int>> counts, double[,] weights)
    {
        var rated = counts.Where(row => row.Sum() > 0).Select(row => row.Select(c => (double)c).ToArray()).ToArray();
        var sizes = rated.Select(row => row.Sum()).ToArray();
        int n = rated.Length, categories = weights.GetLength(0), pairable = sizes.Count(s => s >= 2);
        var shares = Enumerable.Range(0, categories).Select(c => rated.Zip(sizes, (row, size) => row[c] / size).Average()).ToArray();
        var agreement = rated.Zip(sizes, (row, size) => size < 2 ? 0 : Agreement(row, size, weights)).ToArray();
        var observed = agreement.Sum() / pairable;
        var (chance, byItem) = Expected(rated, sizes, shares, weights);
        var coefficient = (observed - chance) / (1 - chance);
        var variance = Enumerable.Range(0, n).Sum(i =>
        {
            var own = (double)n / pairable * (agreement[i] - (sizes[i] >= 2 ? chance : 0)) / (1 - chance);
            var shift = 2 * (1 - coefficient) * (byItem[i] - chance) / (1 - chance);
            return Math.Pow(own - shift - coefficient, 2);
        }) / (n * (n - 1.0));
        return new AgreementCoefficient(coefficient, observed, chance, Math.Sqrt(variance));
    }

    private static double Agreement(double[] row, double size, double[,] weights)
    {
        var sum = 0.0;
        for (var c = 0; c < row.Length; c++)
        {
            var near = 0.0;
            for (var k = 0; k < row.Length; k++) near += weights[c, k] * row[k];
            sum += row[c] * (near - 1);
        }
        return sum / (size * (size - 1));
    }

    /// <summary>Chance agreement, and each item's share in it.</summary>
    private (double Chance, double[] ByItem) Expected(double[][] rated, double[] sizes, double[] shares, double[,] weights)
    {
        var categories = shares.Length;
        var total = weights.Cast<double>().Sum();
        var factor = total / (categories * (categories - 1.0));
        double[] contribution = Chance switch
        {
            ChanceModel.Gwet => [.. shares.Select(s => factor * (1 - s))],
            ChanceModel.Fleiss => [.. Enumerable.Range(0, categories).Select(c => Enumerable.Range(0, categories).Sum(k => weights[c, k] * shares[k]))],
            _ => [.. shares.Select(_ => total / (categories * (double)categories))],
        };
        var chance = shares.Zip(contribution, (s, c) => s * c).Sum();
        return (chance, [.. rated.Zip(sizes, (row, size) => row.Zip(contribution, (count, c) => count * c).Sum() / size)]);
    }
}
