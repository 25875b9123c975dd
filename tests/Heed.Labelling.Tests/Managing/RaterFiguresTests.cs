using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reliability;
using Heed.Labelling.Managing;
using Heed.Testing;
using Xunit;

namespace Heed.Labelling.Tests.Managing;

public sealed class RaterFiguresTests
{
    [Fact]
    public void Shares_and_times_count_what_was_answered()
    {
        // Ann takes the response shown first three times of four; the first of each pair is the shorter by no word: lengths are equal.
        var record = Record([.. Enumerable.Range(0, 4).Select(i => One("ann", i, i == 3 ? Verdict.Second : Verdict.First, seconds: 10 + i))]);
        var figures = RaterFigures.Of(record, "ann", record.Standing.ToLookup(a => a.ItemId), FixedClock.Start);
        Assert.Equal((4, 0.75, null, 11.5), (figures.Answers, figures.LeftShare, figures.LongerShare, figures.MedianSeconds));
        Assert.Equal((10 + 11 + 12 + 13) / 3600.0, figures.Hours, 10);
        Assert.Null(figures.Agreement);
    }

    [Fact]
    public void Agreement_is_the_share_of_equal_answers_of_others()
    {
        var record = Record([One("ann", 0, Verdict.First), One("bob", 0, Verdict.First), One("cid", 0, Verdict.Second), One("ann", 1, Verdict.First), One("bob", 1, Verdict.Second)]);
        var figures = RaterFigures.Of(record, "ann", record.Standing.ToLookup(a => a.ItemId), FixedClock.Start);
        Assert.Equal((1.0 / 3, 3), (figures.Agreement!.Value, figures.Compared));
    }

    [Fact]
    public void A_rater_who_begins_to_answer_at_odds_drifts_within_sixty_answers()
    {
        var record = Record([.. Enumerable.Range(0, 150).SelectMany(i => new[] { One("ann", i, i < 90 || i % 2 == 0 ? Verdict.First : Verdict.Second), One("bob", i, Verdict.First) })]);
        var byItem = record.Standing.ToLookup(a => a.ItemId);
        var since = Drift.Since(record.Standing.Where(a => a.Rater == "ann"), byItem);
        Assert.InRange(since!.Value, FixedClock.Start.AddMinutes(90), FixedClock.Start.AddMinutes(150));
        Assert.Null(Drift.Since(record.Standing.Where(a => a.Rater == "ann").Take(90), byItem));
    }

    [Fact]
    public void Known_answers_decide_by_the_sequential_test()
    {
        // Each hit moves by ln(.65/.85) = −0.268, each miss by ln(.35/.15) = +0.847; the bounds are ±2.944: eleven hits, or four misses.
        var known = Enumerable.Range(0, 11).ToDictionary(i => Sample.Pair(i).Id, _ => new KnownAnswer(new ComparisonAnswer(Verdict.First)));
        Answered[] Gold(int count, Verdict verdict) => [.. Enumerable.Range(0, count).Select(i => One("ann", i, verdict) with { Sampling = new Sampling(SamplingPolicy.Gold) })];
        Assert.Equal(new GoldRecord(11, 11, SequentialDecision.AcceptFirst), GoldRecord.Of(Gold(11, Verdict.First), known));
        Assert.Equal(new GoldRecord(10, 10, SequentialDecision.Continue), GoldRecord.Of(Gold(10, Verdict.First), known));
        Assert.Equal(new GoldRecord(0, 4, SequentialDecision.AcceptSecond), GoldRecord.Of(Gold(4, Verdict.Second), known));
    }

    [Fact]
    public void Time_is_of_every_answer_change_and_skip_and_of_what_was_taken_back()
    {
        // 600 s, changed in 3 s, taken back, answered again in 20 s; a skip of 7 s; a known answer of 10 s.
        var first = One("ann", 0, Verdict.First, 600) with { Assignment = "a" };
        FeedbackEvent[] events =
        [
            first,
            One("ann", 0, Verdict.Second, 3) with { Id = "changed", Supersedes = first.Id, Assignment = "a" },
            new Withdrawn("back", FixedClock.Start, first.ItemId, "ann", "test", "changed"),
            One("ann", 0, Verdict.First, 20) with { Id = "again", Assignment = "a" },
            new Skipped("skip", FixedClock.Start, Sample.Pair(1).Id, "ann", "test", "unclear") { Timing = new Timing(TimeSpan.FromSeconds(7)) },
            One("ann", 2, Verdict.First, 10) with { Sampling = new Sampling(SamplingPolicy.Gold) },
        ];
        var time = Assert.Single(WorkTime.Of(events));
        Assert.Equal(640 / 3600.0, time.Hours, 12);
        Assert.Equal((2, 1), (time.Answers, time.Skips));
    }

    [Fact]
    public void Time_of_a_period_is_of_its_days_alone()
    {
        var events = Enumerable.Range(0, 3).Select(day => One("ann", day, Verdict.First, 3600) with { Time = FixedClock.Start.AddDays(day) }).ToArray();
        var second = DateOnly.FromDateTime(FixedClock.Start.AddDays(1).UtcDateTime);
        Assert.Equal(1, Assert.Single(WorkTime.Of(events, second, second)).Hours, 12);
        Assert.Equal(2, Assert.Single(WorkTime.Of(events, from: second)).Hours, 12);
    }

    [Fact]
    public void Known_answers_are_in_no_figure_but_the_gold_test_and_time()
    {
        var record = Record([One("ann", 0, Verdict.First), One("ann", 1, Verdict.First) with { Sampling = new Sampling(SamplingPolicy.Gold) }, One("bob", 1, Verdict.Second) with { Sampling = new Sampling(SamplingPolicy.Gold) }]);
        var figures = RaterFigures.Of(record, "ann", record.Counted.ToLookup(a => a.ItemId), FixedClock.Start);
        Assert.Equal((1, 0), (figures.Answers, figures.Compared));
        Assert.Equal(10 / 3600.0, figures.Hours, 12);
        Assert.Empty(QuestionAgreement.Of(record));
        Assert.Empty(Contested.Of(record));
    }

    private static Answered One(string rater, int item, Verdict verdict, double seconds = 5) =>
        new($"{rater}-{item}", FixedClock.Start.AddMinutes(item), Sample.Pair(item).Id, rater, "test", new ComparisonAnswer(verdict)) { Shown = new Shown([0, 1]), Timing = new Timing(TimeSpan.FromSeconds(seconds)) };

    private static ProjectRecord Record(Answered[] answers) =>
        new("main", answers.Length, answers, answers.Select(a => a.ItemId!).Distinct().ToDictionary(id => id, id => (FeedbackItem)Enumerable.Range(0, 200).Select(Sample.Pair).First(p => p.Id == id)));
}
