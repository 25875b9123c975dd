namespace Heed.Feedback.Ranking;

/// <summary>
/// Plackett (1975) and Luce (1959): a ranking is a series of choices, the best of what is left first, each in proportion to exp θ. What a ranking
/// does not name was not offered.
/// </summary>
public sealed record PlackettLuce
{
    /// <summary>α of the penalty α Σ θ².</summary>
    public double Ridge { get; init; }

    /// <param name="items">Number of items.</param>
    /// <param name="rankings">Items of each ranking, best first.</param>
    public StrengthFit Fit(int items, IEnumerable<IReadOnlyList<int>> rankings) =>
        Fit(items, rankings.SelectMany(r => Enumerable.Range(0, r.Count - 1).Select(place => r.Skip(place).ToArray())));

    /// <summary>From choices of one among several: the chosen item first, then the others offered.</summary>
    public StrengthFit FitChoices(int items, IEnumerable<IReadOnlyList<int>> choices) => Fit(items, choices.Select(c => c.ToArray()));

    private StrengthFit Fit(int items, IEnumerable<int[]> offered)
    {
        var choices = offered.Select(o => new ObservedChoice(0, [.. o.Select(item => new[] { new Feature(item, 1) })])).ToArray();
        return StrengthFit.Of(new ConditionalLogit { Ridge = Ridge, Located = items }.Fit(items, choices), items);
    }
}
