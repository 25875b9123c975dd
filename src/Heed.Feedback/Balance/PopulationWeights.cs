using Heed.Feedback.Statistics;

namespace Heed.Feedback.Balance;

/// <summary>One group's part in the answers and in the population.</summary>
/// <param name="Attribute">Such as "country".</param>
/// <param name="Group">Such as "UK".</param>
/// <param name="Raters">Raters of the group.</param>
/// <param name="Share">Share of the answers.</param>
/// <param name="Target">Share of the population; null where the target does not name it.</param>
/// <param name="Weighted">Share of the answers as weighted.</param>
public sealed record GroupCoverage(string Attribute, string Group, int Raters, double Share, double? Target, double Weighted);

/// <summary>Weights of raters under which their answers stand for a population.</summary>
/// <param name="ByRater">The weight of each answer of a rater; they average one over the answers, less where some were cut.</param>
/// <param name="Coverage">Every group of every attribute of the target, also those with nobody in them.</param>
/// <param name="EffectiveSampleSize">How many equally weighted answers these are worth (Kish).</param>
/// <param name="DesignEffect">Answers that are worth one equally weighted answer.</param>
/// <param name="Trimmed">Raters whose weight was cut at the bound.</param>
/// <param name="Unreachable">Groups of the population in which nobody answered: no weight makes up for them.</param>
public sealed record PopulationFit(
    IReadOnlyDictionary<string, double> ByRater, IReadOnlyList<GroupCoverage> Coverage, double EffectiveSampleSize, double DesignEffect, int Trimmed, IReadOnlyList<string> Unreachable);

/// <summary>
/// Raking over any number of attributes (Deming and Stephan 1940): in turn, every attribute's groups are scaled to their shares of the population, until nothing moves. Weights are cut at
/// <see cref="LargestWeight"/> afterwards, since one rater must not speak for a country.
/// </summary>
public sealed record PopulationWeights
{
    public double LargestWeight { get; init; } = 5;

    public int MaxIterations { get; init; } = 1000;

    /// <param name="answers">By rater: number of answers.</param>
    /// <param name="attributes">By rater: the group in each attribute; raters and attributes that are not named keep their weight.</param>
    /// <param name="population">By attribute, by group: share of the population.</param>
    public PopulationFit Fit(
        IReadOnlyDictionary<string, int> answers, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> attributes, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> population)
    {
        var weights = answers.Keys.ToDictionary(r => r, _ => 1.0);
        var margins = population.Select(p => (Attribute: p.Key, Shares: p.Value, Members: Members(answers.Keys, p.Key, attributes))).ToArray();
        for (var i = 0; i < MaxIterations; i++)
        {
            var moved = 0.0;
            foreach (var (_, shares, members) in margins) moved = Math.Max(moved, Scale(weights, answers, shares, members));
            if (moved < 1e-12) break;
        }
        var trimmed = weights.Count(w => w.Value > LargestWeight);
        foreach (var rater in answers.Keys) weights[rater] = Math.Min(weights[rater], LargestWeight);
        var effective = EffectiveSize.Of(answers.SelectMany(a => Enumerable.Repeat(weights[a.Key], a.Value)));
        var coverage = margins.SelectMany(m => Coverage(m.Attribute, m.Shares, m.Members, answers, weights)).ToArray();
        return new PopulationFit(weights, coverage, effective, answers.Values.Sum() / effective, trimmed, [.. coverage.Where(c => c is { Raters: 0, Target: > 0 }).Select(c => $"{c.Attribute}: {c.Group}")]);
    }

    /// <summary>Raters by group of an attribute.</summary>
    private static ILookup<string, string> Members(IEnumerable<string> raters, string attribute, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> attributes) =>
        raters.Select(r => (Rater: r, Group: attributes.GetValueOrDefault(r)?.GetValueOrDefault(attribute))).Where(r => r.Group is not null).ToLookup(r => r.Group!, r => r.Rater);

    private static IEnumerable<GroupCoverage> Coverage(
        string attribute, IReadOnlyDictionary<string, double> shares, ILookup<string, string> members, IReadOnlyDictionary<string, int> answers, Dictionary<string, double> weights)
    {
        double all = members.Sum(g => g.Sum(r => answers[r])), weighted = members.Sum(g => g.Sum(r => answers[r] * weights[r]));
        foreach (var group in shares.Keys.Union(members.Select(g => g.Key)))
            yield return new GroupCoverage(attribute, group, members[group].Count(), all > 0 ? members[group].Sum(r => answers[r]) / all : 0,
                shares.TryGetValue(group, out var share) ? share : null, weighted > 0 ? members[group].Sum(r => answers[r] * weights[r]) / weighted : 0);
    }

    /// <summary>Gives every group that has answers its share of them, the shares taken over those groups alone; returns the largest change of a factor.</summary>
    private static double Scale(Dictionary<string, double> weights, IReadOnlyDictionary<string, int> answers, IReadOnlyDictionary<string, double> shares, ILookup<string, string> members)
    {
        var present = members.Where(g => shares.GetValueOrDefault(g.Key) > 0).Select(g => (Group: g, Sum: g.Sum(r => weights[r] * answers[r]))).Where(g => g.Sum > 0).ToArray();
        double all = present.Sum(g => g.Group.Sum(r => (double)answers[r])), target = present.Sum(g => shares[g.Group.Key]), moved = 0;
        foreach (var (group, sum) in present)
        {
            var factor = shares[group.Key] / target * all / sum;
            moved = Math.Max(moved, Math.Abs(factor - 1));
            foreach (var rater in group) weights[rater] *= factor;
        }
        return moved;
    }
}
