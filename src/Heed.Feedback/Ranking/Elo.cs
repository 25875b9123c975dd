namespace Heed.Feedback.Ranking;

/// <summary>
/// Elo's ratings (base 10, scale 400): each comparison moves both by K times the surprise. They depend on the order of the comparisons: for live
/// display, not for results.
/// </summary>
public sealed record Elo(double K, double Initial)
{
    /// <summary>The ratings after each comparison, by item.</summary>
    public IEnumerable<double[]> Run(int items, IEnumerable<Contest> comparisons)
    {
        var ratings = Enumerable.Repeat(Initial, items).ToArray();
        foreach (var (first, second, outcome) in comparisons)
        {
            var expected = 1 / (1 + Math.Pow(10, (ratings[second] - ratings[first]) / 400));
            var score = outcome switch { Outcome.First => 1, Outcome.Second => 0, _ => 0.5 };
            ratings[first] += K * (score - expected);
            ratings[second] -= K * (score - expected);
            yield return [.. ratings];
        }
    }
}
