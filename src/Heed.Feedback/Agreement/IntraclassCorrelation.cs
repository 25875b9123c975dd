namespace Heed.Feedback.Agreement;

/// <summary>
/// The six intraclass correlations of Shrout and Fleiss (1979): one-way (1), two-way random (2), two-way mixed (3); of one rater and, with k, of
/// the mean of all.
/// </summary>
public sealed record IntraclassCorrelation(double Icc1, double Icc2, double Icc3, double Icc1K, double Icc2K, double Icc3K)
{
    /// <summary>From complete ratings, (items, raters).</summary>
    public static IntraclassCorrelation Of(IReadOnlyList<IReadOnlyList<double>> ratings)
    {
        double n = ratings.Count, k = ratings[0].Count;
        var grand = ratings.Average(row => row.Average());
        var between = k * ratings.Sum(row => Square(row.Average() - grand));
        var raters = n * Enumerable.Range(0, (int)k).Sum(j => Square(ratings.Average(row => row[j]) - grand));
        var total = ratings.Sum(row => row.Sum(x => Square(x - grand)));
        double items = between / (n - 1), within = (total - between) / (n * (k - 1)), judges = raters / (k - 1);
        var error = (total - between - raters) / ((n - 1) * (k - 1));
        return new IntraclassCorrelation(
            (items - within) / (items + (k - 1) * within),
            (items - error) / (items + (k - 1) * error + k * (judges - error) / n),
            (items - error) / (items + (k - 1) * error),
            (items - within) / items,
            (items - error) / (items + (judges - error) / n),
            (items - error) / items);
    }

    private static double Square(double x) => x * x;
}
