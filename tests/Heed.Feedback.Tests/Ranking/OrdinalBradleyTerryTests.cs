using Heed.Feedback.Ranking;
using Heed.Runs;
using Xunit;

namespace Heed.Feedback.Tests.Ranking;

public sealed class OrdinalBradleyTerryTests
{
    /// <summary>
    /// d = ln 2 and τ = ln 3 give the first far better in σ(ln 2/3) = 2/5, better at all in σ(ln 2) = 2/3, the second far better in σ(−ln 6) = 1/7: of 105 contests 42, 28, 20, 15.
    /// </summary>
    private static readonly (Outcome Outcome, int Strength, int Count)[] Worked = [(Outcome.First, 2, 42), (Outcome.First, 1, 28), (Outcome.Second, 1, 20), (Outcome.Second, 2, 15)];

    [Fact]
    public void Counts_that_fit_exactly_give_the_gap_and_the_threshold_back()
    {
        var fit = new OrdinalBradleyTerry().Fit(2, Contests(Worked));
        Assert.Equal(Math.Log(2), fit.Strengths.Difference(0, 1).Value, 1e-9);
        var threshold = Assert.Single(fit.Thresholds);
        Assert.Equal(2, threshold.Strength);
        Assert.Equal(Math.Log(3), threshold.At.Value, 1e-9);
        Assert.Equal(42 * Math.Log(0.4) + 28 * Math.Log(4.0 / 15) + 20 * Math.Log(4.0 / 21) + 15 * Math.Log(1.0 / 7), fit.Strengths.LogLikelihood, 1e-9);
    }

    [Fact]
    public void Errors_are_those_of_the_inverse_of_all_second_derivatives()
    {
        static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
        static double Value(double d, double t) => 42 * Math.Log(Logistic(d - t)) + 28 * Math.Log(Logistic(d) - Logistic(d - t)) + 20 * Math.Log(Logistic(-d) - Logistic(-d - t)) + 15 * Math.Log(Logistic(-d - t));
        double d = Math.Log(2), t = Math.Log(3), h = 1e-4, middle = Value(d, t);
        double dd = -(Value(d + h, t) + Value(d - h, t) - 2 * middle) / (h * h), tt = -(Value(d, t + h) + Value(d, t - h) - 2 * middle) / (h * h);
        double dt = -(Value(d + h, t + h) - Value(d + h, t - h) - Value(d - h, t + h) + Value(d - h, t - h)) / (4 * h * h), determinant = dd * tt - dt * dt;
        var fit = new OrdinalBradleyTerry().Fit(2, Contests(Worked));
        Assert.Equal(Math.Sqrt(tt / determinant), fit.Strengths.Difference(0, 1).StandardError, 1e-5);
        Assert.Equal(Math.Sqrt(dd / determinant), fit.Thresholds[0].At.StandardError, 1e-5);
    }

    [Fact]
    public void Without_strengths_it_is_Rao_and_Kuppers_model()
    {
        // 40 wins, 10 losses, 20 ties: σ(d − η) = 4/7 and σ(−d − η) = 1/7, so d − η = ln 4/3 and −d − η = −ln 6.
        (Outcome Outcome, int Count)[] seen = [(Outcome.First, 40), (Outcome.Second, 10), (Outcome.Tie, 20)];
        var fit = new OrdinalBradleyTerry().Fit(2, seen.SelectMany(s => Enumerable.Repeat(new GradedContest(0, 1, s.Outcome), s.Count)));
        Assert.Equal((Math.Log(4.0 / 3) + Math.Log(6)) / 2, fit.Strengths.Difference(0, 1).Value, 1e-9);
        Assert.Equal((Math.Log(6) - Math.Log(4.0 / 3)) / 2, Assert.Single(fit.Thresholds).At.Value, 1e-9);
    }

    [Fact]
    public void Without_strengths_and_ties_it_is_Bradley_and_Terrys()
    {
        var contests = Simulated(600, 4, new SeededRandom(1, "ordinal"));
        var decided = contests.Where(c => c.Outcome != Outcome.Tie).Select(c => c with { Strength = null }).ToArray();
        var plain = new BradleyTerry().Fit(3, decided.Select(c => new Contest(c.First, c.Second, c.Outcome)));
        var two = new OrdinalBradleyTerry().Fit(3, decided);
        Assert.Empty(two.Thresholds);
        Assert.All(plain.Strengths.Zip(two.Strengths.Strengths), s => Assert.Equal(s.First.Value, s.Second.Value, 1e-8));
        Assert.All(plain.SandwichErrors.Zip(two.Strengths.SandwichErrors), s => Assert.Equal(s.First, s.Second, 1e-8));
    }

    [Fact]
    public void Eight_points_tell_more_than_which_is_better_and_the_truth_lies_in_the_intervals()
    {
        var (covered, thresholds, sharper) = (0, 0, 0);
        for (ulong seed = 0; seed < 100; seed++)
        {
            var contests = Simulated(300, 4, new SeededRandom(seed, "ordinal-cover"), ties: false);
            var graded = new OrdinalBradleyTerry().Fit(3, contests);
            var plain = new OrdinalBradleyTerry().Fit(3, contests.Select(c => c with { Strength = null }));
            var gap = graded.Strengths.Difference(0, 2);
            if (gap.Low <= 1.5 && 1.5 <= gap.High) covered++;
            if (graded.Thresholds[1].At is var second && second.Low <= 1.4 && 1.4 <= second.High) thresholds++;
            if (gap.StandardError < plain.Strengths.Difference(0, 2).StandardError) sharper++;
            Assert.Equal([2, 3, 4], graded.Thresholds.Select(t => t.Strength));
        }
        Assert.InRange(covered, 89, 100);
        Assert.InRange(thresholds, 89, 100);
        Assert.InRange(sharper, 95, 100);
    }

    [Fact]
    public void Which_is_named_first_does_not_matter()
    {
        var contests = Simulated(200, 4, new SeededRandom(2, "ordinal"));
        var turned = contests.Select(c => c with { First = c.Second, Second = c.First, Outcome = c.Outcome switch { Outcome.First => Outcome.Second, Outcome.Second => Outcome.First, _ => Outcome.Tie } });
        var (fit, mirror) = (new OrdinalBradleyTerry().Fit(3, contests), new OrdinalBradleyTerry().Fit(3, turned));
        Assert.All(fit.Strengths.Strengths.Zip(mirror.Strengths.Strengths), s => Assert.Equal(s.First.Value, s.Second.Value, 1e-9));
    }

    [Fact]
    public void Levels_that_nobody_used_have_no_threshold()
    {
        var contests = Simulated(400, 4, new SeededRandom(3, "ordinal")).Where(c => c.Strength is not 2).ToArray();
        Assert.Equal([1, 3, 4], new OrdinalBradleyTerry().Fit(3, contests).Thresholds.Select(t => t.Strength));
    }

    [Fact]
    public void What_a_rater_says_twice_does_not_make_the_clustered_error_smaller()
    {
        var contests = Simulated(300, 4, new SeededRandom(4, "ordinal")).Select((c, i) => c with { Cluster = i }).ToArray();
        var (once, twice) = (new OrdinalBradleyTerry().Fit(3, contests), new OrdinalBradleyTerry().Fit(3, [.. contests, .. contests]));
        Assert.All(once.ClusteredErrors.Zip(twice.ClusteredErrors), e => Assert.Equal(e.First, e.Second, 1e-9));
        Assert.All(once.Strengths.Strengths.Zip(twice.Strengths.Strengths), s => Assert.Equal(s.First.StandardError / Math.Sqrt(2), s.Second.StandardError, 1e-9));
    }

    [Fact]
    public void One_who_always_wins_has_no_estimate_without_a_ridge()
    {
        GradedContest[] contests = [new(0, 1, Outcome.First, 1), new(0, 1, Outcome.First, 2)];
        Assert.Throws<NoEstimateException>(() => new OrdinalBradleyTerry().Fit(2, contests));
        Assert.True(new OrdinalBradleyTerry { Ridge = 0.1 }.Fit(2, contests).Strengths.Difference(0, 1).Value > 0.5);
        Assert.Throws<ArgumentException>(() => new OrdinalBradleyTerry().Fit(2, [new(0, 0, Outcome.Tie)]));
    }

    private static IEnumerable<GradedContest> Contests(IEnumerable<(Outcome Outcome, int Strength, int Count)> counts) =>
        counts.SelectMany(c => Enumerable.Repeat(new GradedContest(0, 1, c.Outcome, c.Strength), c.Count));

    /// <summary>Three items of strengths 0.8, −0.1, −0.7; levels begin at 0.7, 1.4 and 2.1 beyond the first; a tie within ±0.3.</summary>
    private static GradedContest[] Simulated(int count, int levels, SeededRandom random, bool ties = true)
    {
        double[] strengths = [0.8, -0.1, -0.7];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (first, second) = (random.Next(3), random.Next(2));
            if (second >= first) second++;
            var u = random.NextDouble();
            var x = strengths[first] - strengths[second] + Math.Log(u / (1 - u));
            if (ties && Math.Abs(x) < 0.3) return new GradedContest(first, second, Outcome.Tie);
            return new GradedContest(first, second, x > 0 ? Outcome.First : Outcome.Second, Math.Min(levels, 1 + (int)(Math.Abs(x) / 0.7)));
        })];
    }
}
