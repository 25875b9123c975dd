using Heed.Feedback.Agreement;
using Heed.Feedback.Statistics;
using Heed.Runs;

namespace Heed.Feedback.Biases;

/// <summary>How a group of raters agrees with itself and with the others.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Raters">Raters in it.</param>
/// <param name="Within">Share of equal answers of two of the group on the same item; null where none share one.</param>
/// <param name="Across">Share of equal answers of one of the group and one of the others.</param>
/// <param name="Difference">Within less across.</param>
/// <param name="P">Probability of so large a difference where groups do not matter, by exchanging the raters' groups; adjusted for the number of groups (Holm 1979).</param>
/// <param name="Alpha">Krippendorff's α over the answers of the group alone; null where none of its raters share an item, or all say the same.</param>
/// <param name="AlphaInterval">Its 95 % interval, by resampling items.</param>
public sealed record GroupFigures(string Group, int Raters, double? Within, double? Across, double? Difference, double? P, double? Alpha = null, Interval? AlphaInterval = null);

/// <summary>
/// Whether groups of raters see things differently: they agree more with each other than with the rest. The groups of raters are exchanged at random to know what chance does; answers of
/// one rater stay together.
/// </summary>
public sealed record GroupAgreement
{
    public int Permutations { get; init; } = 999;

    /// <summary>Of the exchanges.</summary>
    public ulong Seed { get; init; }

    /// <param name="items">By item: who said what.</param>
    /// <param name="groups">The group of each rater.</param>
    public IReadOnlyList<GroupFigures> Fit(IEnumerable<IReadOnlyList<(string Rater, double Said)>> items, IReadOnlyDictionary<string, string> groups)
    {
        items = [.. items];
        string[] raters = [.. groups.Keys.Order(StringComparer.Ordinal)], names = [.. groups.Values.Distinct().Order(StringComparer.Ordinal)];
        var index = raters.Select((rater, i) => (rater, i)).ToDictionary(r => r.rater, r => r.i);
        var pairs = Together(items, index);
        int[] own = [.. raters.Select(r => Array.IndexOf(names, groups[r]))];
        var seen = names.Select((_, g) => Measure(pairs, own, g)).ToArray();
        var random = new SeededRandom(Seed, "groups");
        var exceeded = new int[names.Length];
        for (var i = 0; i < Permutations; i++)
        {
            random.Shuffle<int>(own);
            for (var g = 0; g < names.Length; g++)
                if (Measure(pairs, own, g) is { Within: { } w, Across: { } a } && w - a >= seen[g].Within - seen[g].Across - 1e-12) exceeded[g]++;
        }
        var tested = Enumerable.Range(0, names.Length).Where(g => seen[g].Within is not null && seen[g].Across is not null).ToArray();
        var p = MultipleTesting.Holm([.. tested.Select(g => (exceeded[g] + 1.0) / (Permutations + 1))]);
        return [.. names.Select((name, g) => WithAlpha(items, groups, new GroupFigures(name, groups.Values.Count(v => v == name), seen[g].Within, seen[g].Across, seen[g].Within - seen[g].Across,
            Array.IndexOf(tested, g) is var at and >= 0 ? p[at] : null)))];
    }

    private GroupFigures WithAlpha(IEnumerable<IReadOnlyList<(string Rater, double Said)>> items, IReadOnlyDictionary<string, string> groups, GroupFigures figures)
    {
        var own = items.Select(item => (IReadOnlyList<double>)[.. item.Where(a => groups.GetValueOrDefault(a.Rater) == figures.Group).Select(a => a.Said)]).ToArray();
        var alpha = new KrippendorffAlpha(Scale.Nominal);
        return figures with { Alpha = alpha.Compute(own), AlphaInterval = alpha.Interval(own, new SeededRandom(Seed, $"groups/alpha/{figures.Group}")) };
    }

    /// <summary>By two raters: answers to the same items, and how many are equal.</summary>
    private static (int First, int Second, double Equal, double All)[] Together(IEnumerable<IReadOnlyList<(string Rater, double Said)>> items, Dictionary<string, int> index)
    {
        var counts = new Dictionary<(int, int), (double Equal, double All)>();
        foreach (var item in items)
        {
            var known = item.Where(a => index.ContainsKey(a.Rater)).Select(a => (Rater: index[a.Rater], a.Said)).ToArray();
            for (var i = 0; i < known.Length; i++)
                for (var j = 0; j < i; j++)
                {
                    var key = known[i].Rater < known[j].Rater ? (known[i].Rater, known[j].Rater) : (known[j].Rater, known[i].Rater);
                    var (equal, all) = counts.GetValueOrDefault(key);
                    counts[key] = (equal + (known[i].Said == known[j].Said ? 1 : 0), all + 1);
                }
        }
        return [.. counts.Select(c => (c.Key.Item1, c.Key.Item2, c.Value.Equal, c.Value.All))];
    }

    private static (double? Within, double? Across) Measure((int First, int Second, double Equal, double All)[] pairs, int[] groups, int group)
    {
        double same = 0, within = 0, equal = 0, across = 0;
        foreach (var pair in pairs)
        {
            var (a, b) = (groups[pair.First] == group, groups[pair.Second] == group);
            if (a && b) (same, within) = (same + pair.Equal, within + pair.All);
            else if (a || b) (equal, across) = (equal + pair.Equal, across + pair.All);
        }
        return (within > 0 ? same / within : null, across > 0 ? equal / across : null);
    }
}
