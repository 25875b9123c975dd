using Heed.Feedback.Statistics;

namespace Heed.Feedback.Ranking;

/// <summary>A ranking in which several may share a place.</summary>
/// <param name="Places">From the best: the items of each place, by index. What it does not name was not offered.</param>
/// <param name="Cluster">Rankings that are not independent of each other share a cluster, such as a rater.</param>
public sealed record TiedRanking(IReadOnlyList<IReadOnlyList<int>> Places, int Cluster = 0)
{
    /// <summary>From ranks, 1 the best and equals alike; an item without a rank was not ranked.</summary>
    public static TiedRanking Of(IReadOnlyList<int> items, IReadOnlyList<int?> ranks, int cluster = 0) =>
        new([.. items.Zip(ranks).Where(i => i.Second is not null).GroupBy(i => i.Second).OrderBy(g => g.Key).Select(g => (IReadOnlyList<int>)[.. g.Select(i => i.First)])], cluster);
}

/// <summary>How ready raters are to let so many share a place.</summary>
/// <param name="Size">How many.</param>
/// <param name="Prevalence">log δ: among so many equals, they share the next place with odds δ against one of them having it alone.</param>
public sealed record SharedPlace(int Size, Estimate Prevalence);

/// <summary>Strengths, and how places are shared.</summary>
/// <param name="Strengths">In logits; they sum to zero.</param>
/// <param name="ClusteredErrors">Standard errors of the strengths where rankings of a cluster, and the choices in them, depend on each other.</param>
/// <param name="Shared">For every size that was seen.</param>
public sealed record TiedRankingFit(StrengthFit Strengths, IReadOnlyList<double> ClusteredErrors, IReadOnlyList<SharedPlace> Shared);

/// <summary>
/// Plackett and Luce's model with ties (Firth, Kosmidis and Turner 2019, "Davidson–Luce model for multi-item choice with ties"; Turner, van Etten, Firth and Kosmidis 2020): the next place goes
/// to a set S of what is left, in proportion to
/// <code>f(S) = δ_|S| (Π_{i ∈ S} exp θ_i)^(1 / |S|),  δ₁ = 1</code>
/// over all sets of the sizes that were seen. Without ties it is Plackett's (1975) and Luce's (1959): a ranking is a series of choices, the best of what is left first. For two items it is
/// Davidson's (1970). A conditional logit in θ and log δ.
/// </summary>
public sealed record DavidsonLuce
{
    /// <summary>α of the penalty α (Σ θ² + Σ log² δ); keeps strengths finite where an item always wins.</summary>
    public double Ridge { get; init; }

    /// <summary>Sets that may come next at one place, at most: they grow fast with the number of items and the size of ties.</summary>
    public int MostSets { get; init; } = 20_000;

    /// <summary>How many of so many items may share a place: the sets of all sizes up to it can still be counted.</summary>
    public int WidestTie(int items)
    {
        double all = 0, sets = 1;
        for (var size = 1; size <= items; size++)
            if ((all += sets = sets * (items - size + 1) / size) > MostSets) return size - 1;
        return items;
    }

    /// <exception cref="NoEstimateException">Without a ridge, where the rankings do not determine strengths.</exception>
    public TiedRankingFit Fit(int items, IReadOnlyList<TiedRanking> rankings)
    {
        if (rankings.SelectMany(r => r.Places).FirstOrDefault(p => p.Count == 0 || p.Any(i => i < 0 || i >= items)) is { } bad)
            throw new ArgumentException($"A place of a ranking needs items from 0 to {items - 1}, found {(bad.Count == 0 ? "none" : string.Join(", ", bad))}.", nameof(rankings));
        var sizes = rankings.SelectMany(r => r.Places).Select(p => p.Count).Where(n => n > 1).Distinct().Order().ToArray();
        var offers = new Dictionary<Multiset, Offer>();
        var choices = rankings.SelectMany(Choices).CountBy(c => c).Select(c => Observed(c.Key, c.Value)).ToArray();
        var fit = new ConditionalLogit { Ridge = Ridge, Located = items }.Fit(items + sizes.Length, choices);
        return new TiedRankingFit(StrengthFit.Of(fit, items), [.. fit.ClusteredErrors.Take(items)], [.. sizes.Select((size, k) => new SharedPlace(size, fit.Estimate(items + k)))]);

        ObservedChoice Observed(Choice choice, int count)
        {
            if (!offers.TryGetValue(choice.Left, out var offer)) offers[choice.Left] = offer = Offer.Of(choice.Left, sizes, items, MostSets);
            return new ObservedChoice(offer.Places[choice.Taken], offer.Sets, count, choice.Cluster);
        }
    }

    /// <summary>What was left, and what of it took the next place.</summary>
    private readonly record struct Choice(Multiset Left, Multiset Taken, int Cluster);

    /// <summary>Each place but a last one of one.</summary>
    private static IEnumerable<Choice> Choices(TiedRanking ranking)
    {
        var left = ranking.Places.SelectMany(p => p).ToList();
        foreach (var place in ranking.Places)
        {
            if (left.Count > 1) yield return new Choice(new([.. left]), new([.. place]), ranking.Cluster);
            foreach (var item in place) left.Remove(item);
        }
    }

    /// <summary>The sets that may take the next place, as features, and where each stands. Equal sets of a repeated item stand once each, under the last of them.</summary>
    private sealed record Offer(IReadOnlyList<Feature[]> Sets, Dictionary<Multiset, int> Places)
    {
        public static Offer Of(Multiset left, int[] sizes, int items, int most)
        {
            var (sets, places) = (new List<Feature[]>(), new Dictionary<Multiset, int>());
            foreach (var (size, parameter) in sizes.Select((size, k) => (size, items + k)).Prepend((1, -1)))
                foreach (var set in Subsets(left.Numbers, size, 0).Select(s => new Multiset(s)))
                {
                    if (sets.Count == most)
                        throw new ArgumentException($"More than {most} sets may come next among {left.Numbers.Count} items with ties of {size}; rank fewer items at once, or leave rankings with so many equals out.", nameof(left));
                    places[set] = sets.Count;
                    sets.Add([.. set.Counts().Select(i => new Feature(i.Number, (double)i.Count / size)), .. parameter < 0 ? [] : new[] { new Feature(parameter, 1) }]);
                }
            return new Offer(sets, places);
        }

        private static IEnumerable<int[]> Subsets(IReadOnlyList<int> items, int size, int from)
        {
            if (size == 0) yield return [];
            else
                for (var i = from; i <= items.Count - size; i++)
                    foreach (var rest in Subsets(items, size - 1, i + 1)) yield return [items[i], .. rest];
        }
    }
}
