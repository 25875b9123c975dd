namespace Heed.Feedback.Agreement;

/// <summary>Fleiss' κ (Fleiss 1971): every item has the same number of answers, from any raters.</summary>
public static class FleissKappa
{
    /// <summary>κ against chance by the observed shares of categories. <paramref name="counts"/>: by item, answers in each category.</summary>
    public static double? Compute(IReadOnlyList<IReadOnlyList<int>> counts)
    {
        var total = (double)counts.Sum(row => row.Sum());
        var chance = Enumerable.Range(0, counts[0].Count).Sum(c => Square(counts.Sum(row => row[c]) / total));
        return chance < 1 ? (Observed(counts) - chance) / (1 - chance) : null;
    }

    /// <summary>Randolph's free-marginal κ: chance gives every category the same share (Randolph 2005).</summary>
    public static double FreeMarginal(IReadOnlyList<IReadOnlyList<int>> counts)
    {
        var chance = 1.0 / counts[0].Count;
        return (Observed(counts) - chance) / (1 - chance);
    }

    private static double Observed(IReadOnlyList<IReadOnlyList<int>> counts) => counts.Average(row =>
    {
        double n = row.Sum();
        if (n != counts[0].Sum() || n < 2) throw new ArgumentException("Every item needs the same number of answers, two at least.", nameof(counts));
        return (row.Sum(c => (double)c * c) - n) / (n * (n - 1));
    });

    private static double Square(double x) => x * x;
}
