using System.Diagnostics;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store.Tests.Servers;
using Xunit;

namespace Heed.Feedback.Store.Tests;

/// <summary>Answers a second, each with fetching the next item, durable before it is acknowledged; the load is in the same process.</summary>
[Trait("Kind", "Long")]
public abstract class ThroughputTests(TestServer server, double least) : StoreSuite(server)
{
    [Fact]
    public async Task Answers_keep_up_without_pauses()
    {
        const int raters = 64;
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 3, SharedShare = 0 }, 6000, [.. Enumerable.Range(0, raters).Select(r => $"rater{r}")]);
        await RateAsync(raters, TimeSpan.FromSeconds(1), TimeSpan.Zero);
        var (seconds, times) = await RateAsync(raters, TimeSpan.FromSeconds(5), TimeSpan.Zero);
        Tell(seconds, times);
        Assert.True(times.Count / seconds >= least, $"{times.Count / seconds:F0} answers a second");
    }

    [Fact]
    public async Task Five_hundred_raters_with_pauses_wait_little()
    {
        const int raters = 500;
        await StartAsync(new FeedbackProject("main", "Main") { Overlap = 3, SharedShare = 0 }, 4000, [.. Enumerable.Range(0, raters).Select(r => $"rater{r}")]);
        await RateAsync(raters, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.2));
        var (seconds, times) = await RateAsync(raters, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(1.2));
        Tell(seconds, times);
        Assert.True(Percentile(times, 0.99) <= 250, $"p99 {Percentile(times, 0.99):F0} ms");
    }

    private async Task<(double Seconds, List<double> Times)> RateAsync(int raters, TimeSpan time, TimeSpan pause)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, raters).Select(r => Task.Run(async () =>
        {
            var own = new List<double>();
            await Task.Delay(pause * (r / (double)raters));
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var asked = Stopwatch.GetTimestamp();
                if ((await Store.Queue.NextAsync("main", $"rater{r}")).Lease is not { } lease) break;        // a fast machine answers all there is
                var next = Stopwatch.GetElapsedTime(asked);
                var sent = Stopwatch.GetTimestamp();
                await Store.Queue.SubmitAsync($"rater{r}", new Submission(lease.Token, lease.Token, ComparisonAnswer.OfPoint(3)), "test");
                own.Add(Math.Max(next.TotalMilliseconds, Stopwatch.GetElapsedTime(sent).TotalMilliseconds));
                if (pause > TimeSpan.Zero) await Task.Delay(pause);
            }
            return own;
        })));
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, [.. times.SelectMany(t => t)]);
    }

    private void Tell(double seconds, List<double> times) => TestContext.Current.TestOutputHelper!.WriteLine(
        $"{GetType().Name}: {times.Count / seconds:F0} answers a second; the slower of fetch and submit: median {Percentile(times, 0.5):F1} ms, p99 {Percentile(times, 0.99):F1} ms");

    private static double Percentile(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));
}

public sealed class SqliteThroughputTests() : ThroughputTests(TestServer.Sqlite, 300);

public sealed class PostgresThroughputTests() : ThroughputTests(TestServer.DurablePostgres, 200);
