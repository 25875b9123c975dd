using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Tests.Processes;
using Heed.Feedback.Store.Tests.Servers;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Store.Tests;

public abstract class KillTests(TestServer server) : StoreSuite(server)
{
    [Fact]
    public async Task A_process_killed_while_it_writes_loses_no_acknowledged_answer_and_records_none_twice()
    {
        const int raters = 6;
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 4, SharedShare = 0 }, 3000, [.. Enumerable.Range(0, raters).Select(r => $"rater{r}")]);
        var acknowledged = new List<(string Key, string Event)>();
        for (var round = 0; round < 3; round++)
        {
            using var child = new WritingChild(Address, raters);
            await Patience.UntilAsync(() => Task.FromResult(child.Said >= 40 + 25 * round), $"the process of round {round} answered");
            acknowledged.AddRange(await child.KillAsync());
        }
        Assert.True(acknowledged.Count >= 100, $"only {acknowledged.Count} answers");
        await Store.Raters.AddAsync("last"); // waits for what a server still does for a process that is gone
        var answers = (await EventsAsync()).OfType<Answered>().ToList();
        var recorded = answers.ToDictionary(a => a.Id);
        Assert.All(acknowledged, a => Assert.Equal(a.Key, recorded[a.Event].Assignment));
        Assert.Equal(answers.Count, answers.Select(a => a.Assignment).Distinct().Count());
        Assert.Equal(answers.Count, answers.Select(a => (a.ItemId, a.Rater)).Distinct().Count());
        Assert.Empty((await Store.VerifyAsync(Cancel)).Broken);
        Assert.Equal(answers.Count, (await Store.Queue.HealthAsync("main", Cancel)).Answers);
    }
}

public sealed class SqliteKillTests() : KillTests(TestServer.Sqlite);

public sealed class PostgresKillTests() : KillTests(TestServer.Postgres);
