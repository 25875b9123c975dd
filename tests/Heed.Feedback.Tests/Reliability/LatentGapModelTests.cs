using Heed.Feedback.Reliability;
using Heed.Runs;
using Xunit;

namespace Heed.Feedback.Tests.Reliability;

public sealed class LatentGapModelTests
{
    [Fact]
    public void Skills_come_out_in_the_order_of_the_raters_noise()
    {
        var crowd = new SimulatedCrowd(new CrowdSettings { Prompts = 2000, Betas = [2, 5, 15, 5, 6, 8, 10] }, 1);
        var skills = new LatentGapModel().Fit(crowd.Votes).Raters.Select(r => r.Skill.Value).ToArray();
        Assert.True(skills[0] < skills[1] && skills[1] < skills[2]);
        Assert.InRange(skills[0], 0.4, 0.8);       // β · gap deviation = 0.6
        Assert.InRange(skills[1], 1.2, 1.9);       // 1.5
        Assert.True(skills[10] < -1);               // the adversary: −1.5
    }

    [Fact]
    public void Swapping_first_and_second_mirrors_the_result()
    {
        var crowd = new SimulatedCrowd(new CrowdSettings { Prompts = 100 }, 2).Votes;
        var swapped = crowd with
        {
            Votes = [.. crowd.Votes.Select(v => v with { Side = -v.Side, First = 1 - v.First })],
            LengthDifference = [.. crowd.LengthDifference.Select(d => -d)],
        };
        var (fit, mirror) = (new LatentGapModel().Fit(crowd), new LatentGapModel().Fit(swapped));
        for (var p = 0; p < crowd.Pairs; p++) Assert.Equal(fit.FirstBetter[p], 1 - mirror.FirstBetter[p], 1e-6);
        for (var r = 0; r < crowd.Raters; r++)
        {
            Assert.Equal(fit.Raters[r].Skill.Value, mirror.Raters[r].Skill.Value, 1e-6);
            Assert.Equal(fit.Raters[r].Side.Value, mirror.Raters[r].Side.Value, 1e-6);
        }
    }

    [Fact]
    public void Intervals_of_skill_and_side_hold_the_truth_as_often_as_they_say()
    {
        int covered = 0, sides = 0, all = 0;
        for (ulong seed = 0; seed < 30; seed++)
        {
            var settings = new CrowdSettings { Betas = [2.5, 3, 4, 4, 5, 5, 6, 8] };
            var fit = new LatentGapModel().Fit(new SimulatedCrowd(settings, seed).Votes);
            for (var r = 0; r < settings.Betas.Length; r++, all++)
            {
                var truth = settings.Betas[r] * settings.GapDeviation;
                if (fit.Raters[r].Skill.Low <= truth && truth <= fit.Raters[r].Skill.High) covered++;
                if (fit.Raters[r].Side.Low <= 0 && 0 <= fit.Raters[r].Side.High) sides++;
            }
        }
        Assert.InRange((double)covered / all, 0.90, 0.99);
        Assert.InRange((double)sides / all, 0.90, 0.99);
    }

    [Fact]
    public void Posteriors_are_calibrated()
    {
        var (sum, right, all) = (0.0, 0.0, 0);
        for (ulong seed = 0; seed < 10; seed++)
        {
            var crowd = new SimulatedCrowd(new CrowdSettings(), seed);
            var fit = new LatentGapModel().Fit(crowd.Votes);
            for (var p = 0; p < crowd.Votes.Pairs; p++, all++)
            {
                var confidence = Math.Max(fit.FirstBetter[p], 1 - fit.FirstBetter[p]);
                sum += confidence;
                if (fit.FirstBetter[p] > 0.5 == crowd.Gaps[p] > 0) right++;
            }
        }
        Assert.Equal(sum / all, right / all, 0.015);
    }

    [Fact]
    public void The_vote_of_one_who_prefers_the_left_counts_when_it_falls_on_the_right()
    {
        // Rater 4 is as good as the others but leans left by two logits. Its votes for the right say more than those for the left.
        var random = new SeededRandom(5);
        var votes = new List<PairVote>();
        var gaps = Enumerable.Range(0, 1500).Select(_ => random.NextGaussian()).ToArray();
        for (var p = 0; p < gaps.Length; p++)
            for (var r = 0; r < 5; r++)
            {
                if ((p + r) % 5 > 2) continue;
                var side = random.Chance(0.5) ? 1 : -1;
                votes.Add(new PairVote(p, r, side, random.Chance(1 / (1 + Math.Exp(-(2 * gaps[p] + (r == 4 ? 2 * side : 0))))) ? 1 : 0));
            }
        var crowd = new PairVotes(gaps.Length, 5, votes, new double[gaps.Length]);
        var fit = new LatentGapModel().Fit(crowd);
        Assert.Equal(RaterFlag.Side, Judged(crowd)[4].Flag);
        Assert.InRange(fit.Raters[4].Side.Value, 1.5, 2.5);
        Assert.InRange(fit.Raters[4].Skill.Value, 1.3, 2.7);

        // Pairs on which rater 4 alone disagrees with two others, its vote against or with its side.
        double Mean(int saysLeft) => crowd.Votes.Where(v => v.Rater == 4 && (v.First == 1 ? v.Side : -v.Side) == saysLeft)
            .Average(v => v.First == 1 ? fit.FirstBetter[v.Pair] : 1 - fit.FirstBetter[v.Pair]);
        Assert.True(Mean(-1) > Mean(1) + 0.1);
    }

    [Fact]
    public void Quality_that_comes_with_length_is_not_held_against_good_raters()
    {
        var crowd = new SimulatedCrowd(new CrowdSettings { Prompts = 800, LengthCorrelation = 0.6, Betas = [5, 5, 6, 6, 8, 10, 12, 15] }, 3);
        var fit = new LatentGapModel().Fit(crowd.Votes);
        Assert.InRange(fit.LengthQuality, 0.5, 1.0);   // 0.6 / √(1 − 0.36) = 0.75
        Assert.Equal(crowd.Truth, Judged(crowd.Votes).Select(v => v.Flag));
    }

    [Fact]
    public void With_few_answers_nobody_is_flagged()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var votes = new SimulatedCrowd(new CrowdSettings { Prompts = 20 }, seed).Votes;
            Assert.All(Judged(votes).Take(8), v => Assert.Equal(RaterFlag.None, v.Flag));
        }
    }

    [Fact]
    public void Votes_of_one_rater_alone_leave_a_pair_nearly_open_when_it_answers_by_coin()
    {
        var crowd = new SimulatedCrowd(new CrowdSettings { Overlap = 2 }, 4);
        var fit = new LatentGapModel().Fit(crowd.Votes);
        var coin = crowd.Votes.Votes.Where(v => v.Rater is 8 or 9).GroupBy(v => v.Pair).Where(g => g.Count() == 2).Select(g => g.Key).ToArray();
        Assert.NotEmpty(coin);
        Assert.All(coin, p => Assert.InRange(fit.FirstBetter[p], 0.3, 0.7));
    }

    [Fact]
    public void Tables_by_side_tell_the_kinds_of_raters_apart()
    {
        var crowd = new SimulatedCrowd(new CrowdSettings { Prompts = 800 }, 6);
        var fit = new SidedDawidSkene().Fit(crowd.Votes);
        var youden = fit.LeftWhenBetter.Zip(fit.LeftWhenWorse, (hit, alarm) => hit - alarm).ToArray();
        Assert.All(youden[1..8], y => Assert.True(y > 0.3));
        Assert.InRange(youden[8], -0.2, 0.2);                                  // the coin
        Assert.True(fit.LeftWhenBetter[9] > 0.85 && fit.LeftWhenWorse[9] > 0.85); // the left
        Assert.True(youden[11] < -0.3);                                        // the adversary
    }

    [Fact]
    public void Posteriors_say_more_than_those_of_tables_that_take_every_pair_as_equally_clear()
    {
        var (gap, tables) = (0.0, 0.0);
        for (ulong seed = 0; seed < 8; seed++)
        {
            var crowd = new SimulatedCrowd(new CrowdSettings(), seed);
            double Loss(IReadOnlyList<double> first) => first.Select((p, i) => -Math.Log(crowd.Gaps[i] > 0 ? p : 1 - p)).Average();
            gap += Loss(new LatentGapModel().Fit(crowd.Votes).FirstBetter) / 8;
            tables += Loss(new SidedDawidSkene().Fit(crowd.Votes).FirstBetter) / 8;
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"log-loss {gap:0.000}, by tables {tables:0.000}");
        Assert.True(gap < tables);
    }

    [Fact]
    public void A_fit_stops_where_more_steps_move_nothing()
    {
        foreach (var clearness in new[] { 0, 0.9, 0.99 })
        {
            var votes = new SimulatedCrowd(new CrowdSettings { Prompts = 150 }, 7).Votes;
            var model = new LatentGapModel { Clearness = clearness };
            var (fit, exact) = (model.Fit(votes), (model with { Tolerance = 1e-10, MaxIterations = 100_000 }).Fit(votes));
            Assert.InRange(exact.Iterations, fit.Iterations, 20 * fit.Iterations);
            Assert.Equal(exact.LogLikelihood, fit.LogLikelihood, 1e-4);
            for (var r = 0; r < votes.Raters; r++) Assert.Equal(exact.Raters[r].Skill.Value, fit.Raters[r].Skill.Value, 1e-3);
        }
    }

    private static IReadOnlyList<RaterVerdict> Judged(PairVotes votes) => new FlagRule().Judge(votes, new RaterAccuracyModel().Fit(votes)).Verdicts;
}
