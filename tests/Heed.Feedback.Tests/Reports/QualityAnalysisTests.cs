using System.Text.Json;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Reports;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Reports;

public sealed class QualityAnalysisTests
{
    [Fact]
    public void What_is_wrong_with_each_rater_is_found_and_said()
    {
        var report = new QualityAnalysis().Run(Record(600));
        var found = report.Findings.Where(f => f.Serious).Select(f => (f.Rater, f.Kind)).ToHashSet();
        Assert.Contains(("coin", FindingKind.Spammer), found);
        Assert.Contains(("left", FindingKind.Side), found);
        Assert.Contains(("tired", FindingKind.Drift), found);
        Assert.Contains(("parrot", FindingKind.Copying), found);
        Assert.Contains(("coin", FindingKind.Speed), found);
        Assert.Contains(("coin", FindingKind.Gold), found);
        Assert.DoesNotContain(found, f => f.Rater.StartsWith("good", StringComparison.Ordinal) && f.Rater != "good 0" && f.Kind != FindingKind.Copying);
        Assert.Contains(report.Courses, c => c.Rater == "tired" && c.Since is not null);
        Assert.True(report.AllRepeats!.Repeats > 20);
        Assert.Contains(report.Copies, c => c.Other == "parrot" || c.Rater == "parrot");
    }

    [Fact]
    public void What_to_do_names_those_to_talk_to_and_the_appeal_to_answer()
    {
        var inputs = Record(600);
        var report = new QualityAnalysis().Run(inputs with
        {
            Events = [.. inputs.Events, new RaterPaused("p", FixedClock.Start, "left", "test", "always the left", "ann"), new RaterAppealed("a", FixedClock.Start, "left", "test", "I did read them")],
        });
        Assert.Equal(new PausedRater("left", "always the left", FixedClock.Start, "I did read them", null), Assert.Single(report.Paused));
        Assert.Contains(report.NextSteps, s => s.StartsWith("Talk to coin", StringComparison.Ordinal));
        Assert.DoesNotContain(report.NextSteps, s => s.StartsWith("Talk to left", StringComparison.Ordinal));
        Assert.Contains(report.NextSteps, s => s.StartsWith("Answer the appeal of left", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_reviewer_settles_and_what_users_of_a_model_say_changes_nothing_in_the_report_on_raters()
    {
        var inputs = Record(200);
        var votes = inputs.Events.OfType<Answered>().Where(a => a.Answer is ComparisonAnswer && a.Supersedes is null).Take(40).ToArray();
        FeedbackEvent[] others = [.. votes.Select((v, i) => v with { Id = $"settled {i}", Rater = "reviewer", Place = Answered.Adjudication }), .. votes.Select((v, i) => v with { Id = $"use {i}", Rater = "u-user", Place = Answered.Use })];
        var (plain, more) = (new QualityAnalysis().Run(inputs), new QualityAnalysis().Run(inputs with { Events = [.. inputs.Events, .. others] }));
        Assert.Equal(plain.Findings, more.Findings);
        Assert.Equal(plain.NextSteps, more.NextSteps);
    }

    [Fact]
    public void Answers_are_weighted_to_the_population()
    {
        var inputs = Record(200);
        var raters = inputs.Events.Select(e => e.Rater).OfType<string>().Distinct().Order().ToArray();
        var report = new QualityAnalysis().Run(inputs with
        {
            Attributes = raters.Select((r, i) => (r, i)).ToDictionary(r => r.r, r => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["country"] = r.i % 4 == 0 ? "UK" : "US" }),
            Population = new Dictionary<string, IReadOnlyDictionary<string, double>> { ["country"] = new Dictionary<string, double> { ["UK"] = 0.5, ["US"] = 0.4, ["NZ"] = 0.1 } },
        });
        Assert.Equal(["country: NZ"], report.Population!.Unreachable);
        Assert.InRange(report.Population.DesignEffect, 1.1, 2);
        Assert.NotEmpty(report.Shares);
        Assert.Contains(report.NextSteps, s => s.StartsWith("Nobody answered from country: NZ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_is_read_back_from_its_json()
    {
        var report = new QualityAnalysis().Run(Record(100));
        var again = JsonSerializer.Deserialize<QualityReport>(JsonSerializer.Serialize(report))!;
        Assert.Equal(report.Findings, again.Findings);
        Assert.Equal(report.NextSteps, again.NextSteps);
        Assert.Equal(report.Span, again.Span);
    }

    [Fact]
    public void Nothing_at_all_makes_a_report_that_says_so()
    {
        var report = new QualityAnalysis().Run(new QualityInputs([], []));
        Assert.Empty(report.Findings);
        Assert.Contains("no votes yet", Assert.Single(report.NextSteps), StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_rater_is_not_paused_and_an_answered_appeal_carries_its_answer()
    {
        FeedbackEvent[] events =
        [
            new RaterPaused("1", FixedClock.Start, "a", "t", "slow", "x"), new RaterPaused("2", FixedClock.Start, "b", "t", "fast", "x"), new RaterAppealed("3", FixedClock.Start, "b", "t", "no"),
            new AppealAnswered("4", FixedClock.Start, "b", "t", "look at item 7", "x"), new RaterResumed("5", FixedClock.Start, "a", "t", "x"),
        ];
        Assert.Equal([new PausedRater("b", "fast", FixedClock.Start, "no", "look at item 7")], PausedRater.Of(events));
        Assert.Equal(events, events.Select(FeedbackJson.Write).Select(FeedbackJson.ReadEvent));
    }

    /// <summary>Ten good raters; a coin that clicks fast, one who takes the left, one who stops trying half-way, one who says what the first says; gold questions and repeats.</summary>
    private static QualityInputs Record(int pairs)
    {
        var random = new SeededRandom(21, "quality");
        string[] raters = [.. Enumerable.Range(0, 10).Select(i => $"good {i}"), "coin", "left", "tired", "parrot"];
        var items = Enumerable.Range(0, pairs).Select(i => Sample.Pair(i, string.Join(' ', Enumerable.Repeat("a", random.Next(5, 60))), string.Join(' ', Enumerable.Repeat("b", random.Next(5, 60))))).ToArray();
        var better = items.Select(_ => random.Chance(0.5)).ToArray();
        var events = new List<FeedbackEvent>();
        var known = new Dictionary<string, Answer>();
        for (var i = 0; i < pairs; i++)
        {
            var gold = i % 10 == 0;
            if (gold) known[items[i].Id] = new ComparisonAnswer(better[i] ? Verdict.First : Verdict.Second);
            var asked = raters.ToArray();
            random.Shuffle<string>(asked);
            bool? first = null;
            foreach (var rater in asked.Take(5).OrderBy(r => r == "parrot" ? 1 : 0))
            {
                var left = random.Chance(0.5);
                var says = rater switch
                {
                    "coin" => random.Chance(0.5),
                    "left" => random.Chance(0.95) == left,
                    "tired" when i > pairs / 2 => random.Chance(0.5),
                    "parrot" when first is { } seen => seen,
                    _ => random.Chance(0.85) == better[i],
                };
                if (rater == "good 0") first = says;
                events.Add(Answer($"{i}/{rater}", i, rater, says, left, gold ? SamplingPolicy.Gold : SamplingPolicy.Random));
                if (i % 20 == 3) events.Add(Answer($"{i}/{rater}/again", i + 1000, rater, random.Chance(0.9) == says, !left, SamplingPolicy.Repeat, items[i].Id));
            }
        }
        return new QualityInputs(items, events) { Known = known };

        Answered Answer(string id, int minute, string rater, bool first, bool left, SamplingPolicy policy, string? item = null) =>
            new(id, FixedClock.Start.AddMinutes(minute), item ?? items[minute].Id, rater, "test", new ComparisonAnswer(first ? Verdict.First : Verdict.Second))
            {
                Shown = new Shown(left ? [0, 1] : [1, 0]),
                Timing = new Timing(TimeSpan.FromSeconds(rater == "coin" ? 1 : 15 * Math.Exp(0.3 * random.NextGaussian()))),
                Sampling = new Sampling(policy),
            };
    }
}
