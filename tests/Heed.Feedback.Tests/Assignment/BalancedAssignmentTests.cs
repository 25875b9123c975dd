using CsCheck;
using Heed.Feedback.Assignment;
using Xunit;

namespace Heed.Feedback.Tests.Assignment;

public sealed class BalancedAssignmentTests
{
    [Fact]
    public void Every_item_gets_the_overlap_nobody_an_item_twice_and_loads_differ_by_one_at_most() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 9], Gen.Int[0, 6], Gen.ULong).Sample((items, overlap, more, seed) =>
        {
            var assigned = new BalancedAssignment { Overlap = overlap, Seed = seed }.Assign(Names("i", items), Names("r", overlap + more));
            var loads = Names("r", overlap + more).Select(r => assigned.Count(a => a.Rater == r)).ToArray();
            return assigned.Count == items * overlap && assigned.Distinct().Count() == assigned.Count
                && Names("i", items).All(i => assigned.Count(a => a.ItemId == i) == overlap) && loads.Max() - loads.Min() <= 1;
        }, iter: 300);

    [Fact]
    public void Earlier_assignments_count_and_are_not_repeated()
    {
        string[] items = Names("i", 40), raters = Names("r", 6);
        var two = new BalancedAssignment { Overlap = 2, Seed = 1 }.Assign(items, raters);
        var third = new BalancedAssignment { Overlap = 3, Seed = 2 }.Assign(items, raters, two);
        Assert.Equal(40, third.Count);
        Assert.Equal(120, two.Concat(third).Distinct().Count());
        var loads = two.Concat(third).CountBy(a => a.Rater).Select(l => l.Value).ToArray();
        Assert.InRange(loads.Max() - loads.Min(), 0, 2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_assignment_another_seed_another()
    {
        IReadOnlyList<Assigned> Of(ulong seed) => new BalancedAssignment { Seed = seed }.Assign(Names("i", 30), Names("r", 7));
        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
    }

    [Fact]
    public void Raters_meet_all_others()
    {
        var assigned = new BalancedAssignment { Seed = 3 }.Assign(Names("i", 1000), Names("r", 12));
        var met = assigned.GroupBy(a => a.ItemId).SelectMany(g => from a in g from b in g where string.CompareOrdinal(a.Rater, b.Rater) < 0 select (a.Rater, b.Rater)).CountBy(p => p).ToArray();
        Assert.Equal(66, met.Length);                              // 12 · 11 / 2
        Assert.All(met, m => Assert.InRange(m.Value, 20, 80));     // 3,000 / 66 = 45 on average
    }

    [Fact]
    public void Too_few_raters_are_refused() => Assert.Throws<ArgumentException>(() => new BalancedAssignment { Overlap = 3 }.Assign(["i"], ["a", "b"]));

    private static string[] Names(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];
}
