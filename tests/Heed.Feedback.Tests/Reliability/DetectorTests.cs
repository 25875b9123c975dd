using Heed.Feedback.Reliability;
using Heed.Runs;
using Xunit;

namespace Heed.Feedback.Tests.Reliability;

public sealed class DetectorTests
{
    [Fact]
    public void An_answer_of_which_nobody_knows_says_nothing() => Assert.Equal(0, new SequentialTest(0.85, 0.65).Ratio(0.5), 1e-12);

    [Fact]
    public void A_steady_rater_has_no_drift_and_one_who_stops_trying_is_dated()
    {
        var random = new SeededRandom(3, "drift");
        double[] steady = [.. Enumerable.Range(0, 300).Select(_ => random.Chance(0.85) ? 0.97 : 0.03)];
        double[] stops = [.. Enumerable.Range(0, 300).Select(i => random.Chance(i < 150 ? 0.85 : 0.5) ? 0.97 : 0.03)];
        Assert.Null(new AccuracyDrift().Fit(steady).ChangedAt);
        var found = new AccuracyDrift().Fit(stops);
        Assert.InRange(found.ChangedAt!.Value, 135, 170);
        Assert.InRange(found.AlarmAt!.Value, found.ChangedAt.Value, 200);
        Assert.InRange(found.Before, 0.78, 0.92);
        Assert.InRange(found.After!.Value, 0.42, 0.66);
        Assert.NotNull(found.PageHinkleyAt);
    }

    [Fact]
    public void A_steady_rater_stays_so_through_thousands_of_answers()
    {
        var random = new SeededRandom(6, "drift");
        var steady = Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 3000).Select(_ => random.Chance(0.8) ? 0.97 : 0.03).ToArray());
        Assert.InRange(steady.Count(r => new AccuracyDrift().Fit(r).AlarmAt is not null), 0, 2);
    }

    [Fact]
    public void Of_ten_coins_among_good_raters_hardly_one_seems_to_become_worse()
    {
        var random = new SeededRandom(5, "drift");
        var coins = Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 400).Select(_ => random.Chance(0.5) ? 0.97 : 0.03).ToArray());
        Assert.InRange(coins.Count(c => new AccuracyDrift().Fit(c).AlarmAt is not null), 0, 5);
    }

    [Fact]
    public void Answers_faster_than_reading_are_counted_by_length()
    {
        var random = new SeededRandom(4, "speed");
        TimedAnswer Timed(string rater, double share)
        {
            var words = random.Next(20, 400);
            return new TimedAnswer(rater, share * (2 + words / 4.0) * Math.Exp(0.3 * random.NextGaussian()), words);
        }
        TimedAnswer[] answers = [.. Enumerable.Range(0, 600).Select(i => Timed($"reader {i % 6}", i % 6 == 5 ? 0.6 : 1)), .. Enumerable.Range(0, 100).Select(i => Timed("racer", i % 2 == 0 ? 0.1 : 1))];
        var speed = new AnswerSpeed().Fit(answers);
        Assert.Equal(["racer"], speed.Where(s => s.Value.Flagged).Select(s => s.Key));
        Assert.InRange(speed["racer"].TooFast, 0.4, 0.6);
        Assert.InRange(speed["reader 5"].Pace, 0.5, 0.75);          // a fast reader is no racer
        Assert.InRange(speed["reader 0"].TooFast, 0, 0.05);
    }

    [Fact]
    public void Who_changes_only_when_the_sides_do_follows_the_side()
    {
        RepeatedVote[] repeats = [.. Enumerable.Range(0, 40).Select(i => new RepeatedVote("r", $"{i}", i % 2, i % 4 < 2 ? i % 2 : i % 4 == 2 ? 1 - i % 2 : i % 2, i % 4 >= 2))];
        var steady = new SelfConsistency().Fit(repeats)["r"];
        Assert.Equal(40, steady.Repeats);
        Assert.Equal(1, steady.Kept);
        Assert.Equal(0.5, steady.Swapped);
        Assert.True(steady.SideP < 0.01);
        Assert.Equal(0.75, steady.Share);
        Assert.InRange(steady.Interval.Low, 0.59, 0.61);
        Assert.Equal(0.5, steady.Kappa!.Value, 1e-9);          // observed .75, of which .5 by chance
    }
}
