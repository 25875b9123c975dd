using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store.Tests.Servers;
using Heed.Runs;
using Xunit;

namespace Heed.Feedback.Store.Tests;

public abstract class RaceTests(TestServer server) : StoreSuite(server)
{
    [Fact]
    public async Task Fifty_raters_in_two_processes_give_every_item_exactly_three_different_raters()
    {
        const int raters = 50, items = 120, overlap = 3;
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = overlap, SharedShare = 0, SkipLimit = 1000 }, items, [.. Enumerable.Range(0, raters).Select(r => $"rater{r}")]);
        using var other = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, raters).Select(r => Task.Run(() => RateAsync(r % 2 == 0 ? Store : other, $"rater{r}", new SeededRandom(5, "race", r)), Cancel)));
        // What leases that ran out left open goes to raters who come back.
        Clock.Advance(TimeSpan.FromMinutes(11));
        for (var r = 0; r < raters; r++)
            while ((await Store.Queue.NextAsync("main", $"rater{r}")).Lease is { } lease)
                await Store.Queue.SubmitAsync($"rater{r}", new Submission(lease.Token, lease.Token, ComparisonAnswer.OfPoint(1)), "test");

        var answers = await AnswersAsync();
        var counted = answers.Where(a => !a.Surplus && a.Supersedes is null).GroupBy(a => a.ItemId!).ToDictionary(g => g.Key, g => g.Select(a => a.Rater).ToArray());
        Assert.Equal(items, counted.Count);
        Assert.All(counted.Values, raters => Assert.Equal((overlap, overlap), (raters.Length, raters.Distinct().Count())));
        Assert.Equal(answers.Count, answers.Select(a => a.Assignment).Distinct().Count());
        var health = await Store.Queue.HealthAsync("main", Cancel);
        Assert.Equal((items, 0, 0, items * overlap), (health.Complete, health.Open, health.Leased, health.Answers));
        Assert.Empty((await Store.VerifyAsync(Cancel)).Broken);
    }

    /// <summary>5 % skips, 5 % leases left to run out, 5 % sent twice.</summary>
    private static async Task RateAsync(FeedbackStore store, string rater, SeededRandom random)
    {
        while ((await store.Queue.NextAsync("main", rater)).Lease is { } lease)
        {
            var (lot, sent) = (random.NextDouble(), new Submission(lease.Token, lease.Token, ComparisonAnswer.OfPoint(1 + random.Next(8))));
            if (lot < 0.05) await store.Queue.SkipAsync(rater, lease.Token, lease.Token, "unclear", null, "test");
            else if (lot < 0.1) return;
            else if (lot < 0.15) await Task.WhenAll(store.Queue.SubmitAsync(rater, sent, "test"), store.Queue.SubmitAsync(rater, sent, "test"));
            else await store.Queue.SubmitAsync(rater, sent, "test");
        }
    }
}

public sealed class SqliteRaceTests() : RaceTests(TestServer.Sqlite);

public sealed class PostgresRaceTests() : RaceTests(TestServer.Postgres);
