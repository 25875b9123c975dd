using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Events;

public sealed class MemoryEventLogTests
{
    [Fact]
    public async Task It_keeps_the_rules_of_a_stored_log()
    {
        var log = new MemoryEventLog();
        var pair = Sample.Pair(0);
        FeedbackEvent Given(string id, string item) => new Answered(id, FixedClock.Start, item, null, "file", new ComparisonAnswer(Verdict.First));
        await log.AddItemsAsync([pair, pair], Cancel);
        await log.AppendAsync([Given("1", pair.Id), Given("2", pair.Id)], Cancel);
        await Assert.ThrowsAsync<EventLogException>(() => log.AppendAsync([Given("3", pair.Id), Given("1", pair.Id)], Cancel));
        await Assert.ThrowsAsync<EventLogException>(() => log.AppendAsync([Given("3", "unknown")], Cancel));
        await Assert.ThrowsAsync<EventLogException>(() => log.AddItemsAsync([pair with { First = pair.Second }], Cancel));
        Assert.Equal([(1L, "1"), (2L, "2")], (await log.ReadAsync(0, Cancel).ListAsync()).Select(r => (r.Sequence, r.Event.Id)));
        Assert.Equal([2L], (await log.ReadAsync(1, Cancel).ListAsync()).Select(r => r.Sequence));
        Assert.Equal(pair, Assert.Single(await log.ItemsAsync(Cancel).ListAsync()));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
