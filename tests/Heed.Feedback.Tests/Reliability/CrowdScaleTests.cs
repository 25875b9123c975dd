using System.Diagnostics;
using Heed.Feedback.Agreement;
using Heed.Feedback.Ranking;
using Heed.Feedback.Reliability;
using Heed.Runs;
using Xunit;

namespace Heed.Feedback.Tests.Reliability;

/// <summary>A million answers of ten thousand raters: α with its interval, Dawid and Skene's tables, and Crowd-BT with errors.</summary>
[Collection(Alone.Name)]
public sealed class CrowdScaleTests(ITestOutputHelper output)
{
    [Theory]
    [Trait("Kind", "Long")]
    [InlineData(1_000_000, 10_000, 10)]
    public void A_million_answers_take_ten_seconds_and_a_gigabyte(int answers, int raters, int seconds)
    {
        var whole = Measure(answers, raters);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e9;
        output.WriteLine($"all three {whole:0.0} s, peak memory of the process {peak:0.00} GB");
        Assert.True(whole <= seconds, $"{whole:0.0} s");
        Assert.True(peak <= 1, $"{peak:0.00} GB");
    }

    [Fact]
    public void Ten_thousand_answers_take_little_work()
    {
        // Of the processor, not of the clock: others may use the machine.
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        Measure(10_000, 500);
        process.Refresh();
        Assert.InRange((process.TotalProcessorTime - before).TotalSeconds, 0, 10);
    }

    private double Measure(int answers, int raters)
    {
        var alpha = Timed("alpha and its interval", () =>
        {
            var crowd = Crowd(answers, raters);
            var items = crowd.Answers.GroupBy(a => a.Item).Select(g => (IReadOnlyList<double>)[.. g.Select(a => (double)a.Class)]).ToArray();
            return () =>
            {
                var interval = new KrippendorffAlpha(Scale.Nominal).Interval(items, new SeededRandom(1));
                Assert.True(interval!.Value.Contains(new KrippendorffAlpha(Scale.Nominal).Compute(items)!.Value));
            };
        });
        var tables = Timed("Dawid and Skene", () =>
        {
            var crowd = Crowd(answers, raters);
            return () =>
            {
                var fit = new DawidSkene { Smoothing = 0.01 }.Fit(crowd);
                output.WriteLine($"  {fit.LogLikelihoods.Count} iterations");
                Assert.True(fit.Consensus.Skills.Average() > 0.5);
            };
        });
        var ranking = Timed("Crowd-BT, 1,000 items", () =>
        {
            var contests = Contests(answers, raters, 1000);
            return () => Assert.True(new CrowdBradleyTerry().Fit(1000, raters, contests).Strengths.All(s => s.StandardError > 0));
        });
        return alpha + tables + ranking;
    }

    private double Timed(string name, Func<Action> prepare)
    {
        var work = prepare();
        var start = TimeProvider.System.GetTimestamp();
        work();
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        output.WriteLine($"{name}: {seconds:0.00} s");
        return seconds;
    }

    /// <summary>Three answers an item, three classes, raters right in 50 to 95 % of the cases.</summary>
    private static CrowdAnswers Crowd(int answers, int raters)
    {
        var random = new SeededRandom(3, "scale");
        var given = new CrowdAnswer[answers];
        for (var a = 0; a < answers; a++)
        {
            var (item, rater) = (a / 3, random.Next(raters));
            given[a] = new CrowdAnswer(item, rater, random.Chance(0.5 + 0.45 * rater / raters) ? item % 3 : random.Next(3));
        }
        return new CrowdAnswers((answers + 2) / 3, raters, 3, given);
    }

    private static RatedContest[] Contests(int answers, int raters, int items)
    {
        var random = new SeededRandom(4, "scale");
        var strengths = Enumerable.Range(0, items).Select(_ => random.NextGaussian()).ToArray();
        var contests = new RatedContest[answers];
        for (var a = 0; a < answers; a++)
        {
            var (left, right, rater) = (random.Next(items), random.Next(items - 1), random.Next(raters));
            if (right >= left) right++;
            var better = random.Chance(1 / (1 + Math.Exp(strengths[right] - strengths[left])));
            contests[a] = new RatedContest(rater, left, right, random.Chance(0.5 + 0.45 * rater / raters) == better);
        }
        return contests;
    }
}
