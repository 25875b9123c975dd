namespace Heed.Feedback.Statistics;

/// <summary>Pearson's χ² test that all categories are equally likely, such as the places of a ranking.</summary>
public sealed record UniformTest(double ChiSquare, double P)
{
    public static UniformTest Of(IReadOnlyList<int> counts)
    {
        var expected = counts.Average();
        var statistic = counts.Sum(c => (c - expected) * (c - expected) / expected);
        return new UniformTest(statistic, Tail.ChiSquare(statistic, counts.Count - 1));
    }
}
