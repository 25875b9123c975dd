namespace Heed.Feedback.Ranking;

/// <summary>Bradley and Terry (1952): P(i beats j) = σ(θ_i − θ_j). Maximum likelihood by Newton's method; a tie counts as half a win of each.</summary>
public sealed record BradleyTerry
{
    /// <summary>α of the penalty α Σ θ²; keeps strengths finite where an item always wins.</summary>
    public double Ridge { get; init; }

    /// <exception cref="NoEstimateException">Without a ridge, where the comparisons do not determine strengths.</exception>
    public StrengthFit Fit(int items, IEnumerable<Contest> comparisons)
    {
        var choices = comparisons.CountBy(c => c).SelectMany(c => Choices(c.Key, c.Value)).ToArray();
        return StrengthFit.Of(new ConditionalLogit { Ridge = Ridge, Located = items }.Fit(items, choices), items);
    }

    private static IEnumerable<ObservedChoice> Choices(Contest comparison, double count)
    {
        Feature[][] both = [[new(comparison.First, 1)], [new(comparison.Second, 1)]];
        return comparison.Outcome switch
        {
            Outcome.First => [new ObservedChoice(0, both, count)],
            Outcome.Second => [new ObservedChoice(1, both, count)],
            _ => [new ObservedChoice(0, both, count / 2), new ObservedChoice(1, both, count / 2)],
        };
    }
}
