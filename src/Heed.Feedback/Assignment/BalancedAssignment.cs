using Heed.Runs;

namespace Heed.Feedback.Assignment;

/// <summary>A rater is to judge an item.</summary>
public readonly record struct Assigned(string ItemId, string Rater);

/// <summary>
/// Gives every item to the same number of raters and every rater the same number of items (within one): items in random order, each to the
/// raters who have the fewest so far, ties broken by lot. Nobody gets an item twice.
/// </summary>
public sealed record BalancedAssignment
{
    /// <summary>Raters an item, ≥ 1.</summary>
    public int Overlap { get; init; } = 3;

    /// <summary>Seed of the order and of the lots.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// What is missing to the overlap, given what was assigned <paramref name="earlier"/>. An item for which too few raters are left gets those
    /// that are left.
    /// </summary>
    public IReadOnlyList<Assigned> Assign(IReadOnlyList<string> items, IReadOnlyList<string> raters, IReadOnlyCollection<Assigned>? earlier = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Overlap, 1);
        if (raters.Count < Overlap) throw new ArgumentException($"{Overlap} raters an item, but there are only {raters.Count}.", nameof(raters));
        var random = new SeededRandom(Seed, "assignment");
        var taken = (earlier ?? []).ToLookup(a => a.ItemId, a => a.Rater);
        var load = (earlier ?? []).CountBy(a => a.Rater).ToDictionary();
        var queue = new PriorityQueue<string, (int Load, double Lot)>();
        foreach (var rater in raters.Distinct()) queue.Enqueue(rater, (load.GetValueOrDefault(rater), random.NextDouble()));
        var order = items.Distinct().ToArray();
        random.Shuffle<string>(order);
        return [.. order.SelectMany(item => Draw(item, [.. taken[item]], queue, random).ToArray())];
    }

    private IEnumerable<Assigned> Draw(string item, HashSet<string> taken, PriorityQueue<string, (int Load, double Lot)> queue, SeededRandom random)
    {
        var aside = new List<(string Rater, (int, double) Priority)>();
        for (var missing = Overlap - taken.Count; missing > 0 && queue.TryDequeue(out var rater, out var priority);)
        {
            if (taken.Contains(rater))
            {
                aside.Add((rater, priority));
                continue;
            }
            aside.Add((rater, (priority.Load + 1, random.NextDouble())));
            missing--;
            yield return new Assigned(item, rater);
        }
        foreach (var (rater, priority) in aside) queue.Enqueue(rater, priority);
    }
}
