using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Imports;
using Heed.Feedback.Items;
using Heed.Feedback.Reliability;
using Heed.Feedback.Reports;
using Heed.Language.Datasets;
using Heed.Language.Texts;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Reports;

public sealed class FeedbackAnalysisTests
{
    [Fact]
    public async Task A_session_with_faulty_raters_is_reported_with_flags_reasons_and_weights()
    {
        var (pairs, votes, gaps) = await Session(900);
        var (report, consensus) = new FeedbackAnalysis().Run(pairs, votes);
        Assert.Equal(900, report.Pairs);
        Assert.Equal(2700, report.Votes);
        Assert.Equal(3, report.MeanOverlap);
        Assert.Equal(["coin", "left", "long", "worse"], report.Flagged.Order());
        Assert.Equal(
            new[] { RaterFlag.Spammer, RaterFlag.Side, RaterFlag.Length, RaterFlag.Adversary },
            new[] { "coin", "left", "long", "worse" }.Select(name => report.Raters!.Single(r => r.Rater == name).Flag));
        Assert.All(report.Raters!, r => Assert.Equal(r.Flag == RaterFlag.None, r.Reason.Length == 0));
        Assert.All(report.Raters!, r => Assert.InRange(r.Weight, 0, 1));
        Assert.True(report.Raters!.Single(r => r.Rater == "coin").Weight < 0.2);
        Assert.True(report.Raters!.Single(r => r.Rater == "good 4").Weight > 0.5);
        Assert.True(report.Raters!.Single(r => r.Rater == "left").LeftShare > 0.85);
        Assert.Contains("1.0 s where the median rater takes 4.0 s", report.Raters!.Single(r => r.Rater == "coin").Reason);
        Assert.DoesNotContain("median rater takes", report.Raters!.Single(r => r.Rater == "worse").Reason);
        Assert.Equal(4, report.MedianSeconds);
        Assert.InRange(report.Alpha!.Value, report.AlphaInterval!.Value.Low, report.AlphaInterval.Value.High);
        Assert.True(report.AlphaUnflagged > report.Alpha);
        Assert.True(report.Ceiling.VotesOfUnflagged > report.Ceiling.Votes);
        Assert.InRange(consensus.Average(c => c.PosteriorFirstBetter > 0.5 == gaps[c.ItemId] > 0 ? 1 : 0), 0.8, 1);
    }

    [Fact]
    public async Task The_ceiling_is_what_one_who_knows_the_truth_reaches()
    {
        var (pairs, votes, gaps) = await Session(3000);
        var report = new FeedbackAnalysis().Run(pairs, votes).Report;
        double Agreement(IEnumerable<ComparisonVote> some) => some.Average(v => v.Preferred == Preferred.First == gaps[v.ItemId] > 0 ? 1 : 0);
        Assert.Equal(Agreement(votes), report.Ceiling.Votes!.Value, 0.02);
        Assert.Equal(Agreement(votes.Where(v => v.Rater!.StartsWith("good", StringComparison.Ordinal))), report.Ceiling.VotesOfUnflagged!.Value, 0.02);
    }

    [Fact]
    public async Task Preferences_without_names_are_counted_and_the_report_says_why_nobody_is_judged()
    {
        var log = new MemoryEventLog();
        var preferences = Enumerable.Range(0, 50).Select(i => new Preference($"{i}", Conversation.Ask($"{i}?"), $"good answer {i}", "no", null));
        Assert.Equal(50, await new PreferenceImport("hh.jsonl", FixedClock.Start).RunAsync(preferences, log, Cancel));
        var pairs = (await log.ItemsAsync(Cancel).ListAsync()).OfType<Comparison>().ToArray();
        var votes = ComparisonVote.Of((await log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event));
        var (report, consensus) = new FeedbackAnalysis().Run(pairs, votes);
        Assert.Null(report.Raters);
        Assert.Null(report.Alpha);
        Assert.Null(report.LeftShare);
        Assert.Equal(1, report.LongerShare);
        Assert.Contains("not named", report.ReliabilityNote);
        Assert.InRange(pairs.Count(p => p.First.Text != "no"), 10, 40);       // chosen is not always first
        Assert.All(pairs.Zip(consensus), c => Assert.Equal(c.First.First.Text == "no" ? 0 : 1, c.Second.PosteriorFirstBetter));
        Assert.All(consensus, c => Assert.Equal(1, c.Weight));
    }

    [Fact]
    public async Task Votes_that_lost_their_rater_count_one_each_and_the_others_are_judged_as_before()
    {
        var (pairs, votes, _) = await Session(200);
        var unlinked = votes.Select(v => v.Rater == "good 0" ? v with { Rater = null } : v).ToArray();
        var gone = unlinked.Count(v => v.Rater is null);
        var (report, consensus) = new FeedbackAnalysis().Run(pairs, unlinked);
        var others = new FeedbackAnalysis().Run(pairs, [.. votes.Where(v => v.Rater != "good 0")]);
        Assert.Contains($"{gone} of {votes.Count} votes have no rater", report.ReliabilityNote, StringComparison.Ordinal);
        Assert.Equal(others.Report.Raters!, report.Raters!);
        // A pair with two named votes of consensus p and one without a name that says s: (2p + s) / 3.
        var (one, named) = (unlinked.First(v => v.Rater is null && v.Preferred == Preferred.First), others.Pairs.ToDictionary(p => p.ItemId));
        Assert.Equal((2 * named[one.ItemId].PosteriorFirstBetter + 1) / 3, consensus.Single(p => p.ItemId == one.ItemId).PosteriorFirstBetter, 12);
        Assert.Equal((2 * named[one.ItemId].Weight + 1) / 3, consensus.Single(p => p.ItemId == one.ItemId).Weight, 12);
    }

    [Fact]
    public async Task Opposite_preferences_over_the_same_answers_are_two_votes_on_one_comparison()
    {
        var log = new MemoryEventLog();
        Preference Given(string id, string chosen, string rejected, string rater) => new(id, Conversation.Ask("?"), chosen, rejected, rater);
        await new PreferenceImport("file", FixedClock.Start).RunAsync([Given("1", "a", "b", "ann"), Given("2", "b", "a", "bob")], log, Cancel);
        Assert.Single(await log.ItemsAsync(Cancel).ListAsync());
        var votes = ComparisonVote.Of((await log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event));
        Assert.Equal(2, votes.Select(v => v.Preferred).Distinct().Count());
    }

    [Fact]
    public async Task A_report_is_read_back_from_its_json()
    {
        var (pairs, votes, _) = await Session(100);
        var result = new FeedbackAnalysis().Run(pairs, votes);
        var again = JsonSerializer.Deserialize<FeedbackReport>(JsonSerializer.Serialize(result.Report))!;
        Assert.Equal(result.Report.Raters!, again.Raters!);
        Assert.Equal(result.Report.Alpha, again.Alpha);
        Assert.Equal(result.Report.Ceiling, again.Ceiling);
        Assert.Equal(result.Pairs, JsonSerializer.Deserialize<ConsensusPair[]>(JsonSerializer.Serialize(result.Pairs))!);
    }

    [Fact]
    public void No_votes_at_all_make_an_empty_report()
    {
        var (report, pairs) = new FeedbackAnalysis().Run([Sample.Pair(0)], []);
        Assert.Empty(pairs);
        Assert.Contains("no votes", report.ReliabilityNote);
        JsonSerializer.Serialize(report);
    }

    /// <summary>Eight good raters of different noise and four faulty ones judge pairs of answers that differ in quality and in length.</summary>
    private static async Task<(Comparison[] Pairs, IReadOnlyList<ComparisonVote> Votes, Dictionary<string, double> Gaps)> Session(int count)
    {
        var random = new SeededRandom(11, "session");
        var gaps = new Dictionary<string, double>();
        var pairs = new Comparison[count];
        for (var i = 0; i < count; i++)
        {
            pairs[i] = Sample.Pair(i, string.Join(' ', Enumerable.Repeat("a", random.Next(3, 30))), string.Join(' ', Enumerable.Repeat("b", random.Next(3, 30))));
            gaps[pairs[i].Id] = 0.35 * random.NextGaussian();
        }
        Choice Draw(double logit) => random.Chance(1 / (1 + Math.Exp(-logit))) ? Choice.Left : Choice.Right;
        double Gap(ComparisonPage page) => page.FirstOnLeft ? gaps[page.Item.Id] : -gaps[page.Item.Id];
        IRater[] raters =
        [
            .. new double[] { 4, 5, 5, 6, 8, 10, 12, 15 }.Select((beta, i) => new ScriptedRater($"good {i}", page => Draw(beta * Gap(page)))),
            new ScriptedRater("coin", _ => Draw(0), seconds: 1),
            new ScriptedRater("left", _ => Draw(3)),
            new ScriptedRater("long", page => Draw(0.4 * (page.Left.Words - page.Right.Words))),
            new ScriptedRater("worse", page => Draw(-6 * Gap(page))),
        ];
        var log = new MemoryEventLog();
        var assigned = new BalancedAssignment { Seed = 1 }.Assign([.. pairs.Select(p => p.Id)], [.. raters.Select(r => r.Name)]);
        await new ComparisonSession(log, new SideRandomizer(1), new FixedClock(), "test").RunAsync(pairs, raters, assigned);
        return (pairs, ComparisonVote.Of((await log.ReadAsync().ListAsync()).Select(r => r.Event)), gaps);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
