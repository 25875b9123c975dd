using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Assignment;

public sealed class ComparisonSessionTests
{
    [Fact]
    public async Task What_was_shown_and_answered_is_recorded_and_means_the_answer_not_the_side()
    {
        var pairs = Enumerable.Range(0, 200).Select(i => Sample.Pair(i, "better", "worse")).ToArray();
        IRater[] raters = [new ScriptedRater("ann", page => page.Left.Text == "better" ? Choice.Left : Choice.Right), new ScriptedRater("left", _ => Choice.Left)];
        var log = new MemoryEventLog();
        var assigned = new BalancedAssignment { Overlap = 2 }.Assign([.. pairs.Select(p => p.Id)], [.. raters.Select(r => r.Name)]);
        var session = new ComparisonSession(log, new SideRandomizer(7), new FixedClock(), "test");
        Assert.Equal(400, await session.RunAsync(pairs, raters, assigned, Cancel));

        var events = (await log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event).ToArray();
        Assert.Equal(400, events.Length);
        Assert.InRange(events.OfType<Answered>().Count(a => a.Shown!.Order[0] == 0), 160, 240);   // 200 ± 4 · 10
        var votes = ComparisonVote.Of(events);
        Assert.All(votes.Where(v => v.Rater == "ann"), v => Assert.Equal(Preferred.First, v.Preferred));
        Assert.All(votes.Where(v => v.Rater == "left"), v => Assert.True(v.SaysLeft));
        Assert.All(votes, v => Assert.Equal(4, v.Elapsed!.Value.TotalSeconds));
    }

    [Fact]
    public async Task Who_leaves_is_asked_no_more_and_loses_nothing()
    {
        var pairs = Enumerable.Range(0, 5).Select(i => Sample.Pair(i, "better", "worse")).ToArray();
        var asked = 0;
        var log = new MemoryEventLog();
        var recordedWhenAsked = new List<int>();
        IRater rater = new ScriptedRater("ann", _ =>
        {
            recordedWhenAsked.Add(log.ReadAsync(0, Cancel).ToBlockingEnumerable(Cancel).Count());
            return ++asked <= 3 ? Choice.Left : null;
        });
        var assigned = new BalancedAssignment { Overlap = 1 }.Assign([.. pairs.Select(p => p.Id)], ["ann"]);
        Assert.Equal(3, await new ComparisonSession(log, new SideRandomizer(7), new FixedClock(), "test").RunAsync(pairs, [rater], assigned, Cancel));
        Assert.Equal([0, 1, 2, 3], recordedWhenAsked);
        Assert.Equal(4, asked);
    }

    [Fact]
    public void A_side_depends_on_item_rater_and_seed_alone()
    {
        var sides = new SideRandomizer(1);
        var drawn = Enumerable.Range(0, 1000).Select(i => sides.FirstOnLeft($"{i}", "ann")).ToArray();
        Assert.Equal(drawn, Enumerable.Range(0, 1000).Select(i => new SideRandomizer(1).FirstOnLeft($"{i}", "ann")));
        Assert.InRange(drawn.Count(d => d), 430, 570);
        Assert.InRange(drawn.Zip(Enumerable.Range(0, 1000).Select(i => sides.FirstOnLeft($"{i}", "bob"))).Count(d => d.First == d.Second), 430, 570);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
