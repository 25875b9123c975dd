using Heed.Evaluation.Likelihood;
using Heed.Evaluation.Memorisation;
using Heed.Evaluation.Policies;
using Heed.Evaluation.Reports;
using Heed.Evaluation.Reports.Judging;
using Heed.Evaluation.Reports.Sections;
using Heed.Evaluation.Statistics;
using Xunit;

namespace Heed.Evaluation.Tests.Reports;

public sealed class JudgementTests
{
    [Fact]
    public void A_loss_that_falls_with_its_held_out_loss_is_good() => Is(Health.Good, LossJudge.Of(By(3, 2, 1.5, 1.4), By(3, 2, 1.6, 1.5)));

    [Fact]
    public void A_held_out_loss_that_turns_up_is_not() => Is(Health.Bad, LossJudge.Of(By(3, 2, 1, 0.5), By(3, 2.2, 2.5, 3)));

    [Fact]
    public void A_loss_that_rises_or_is_not_finite_is_bad()
    {
        Is(Health.Bad, LossJudge.Of(By(1, 2, 3), null));
        Is(Health.Bad, LossJudge.Of(By(3, double.NaN, 1), null));
    }

    [Fact]
    public void Without_a_held_out_loss_look_at_it() => Is(Health.Look, LossJudge.Of(By(3, 2, 1), null));

    [Fact]
    public void Bits_per_byte_are_judged_by_their_baseline()
    {
        static CorpusLikelihood At(double bits) => new(1, bits, bits, 1, 1, 1);
        Is(Health.Good, LikelihoodJudge.Of(At(1), 2));
        Is(Health.Look, LikelihoodJudge.Of(At(1.9), 2));
        Is(Health.Bad, LikelihoodJudge.Of(At(2.1), 2));
        Is(Health.Bad, LikelihoodJudge.Of(At(8), null));
        Is(Health.Unknown, LikelihoodJudge.Of(At(1), null));
    }

    [Fact]
    public void A_secret_seen_once_must_not_be_known()
    {
        static CanaryGroup Group(int copies, double mean) => new(copies, 4, mean, mean, 10);
        Is(Health.Good, MemorisationJudge.Canaries([Group(0, 1), Group(1, 2), Group(16, 10)]));
        Is(Health.Bad, MemorisationJudge.Canaries([Group(1, 9.8)]));
        Is(Health.Unknown, MemorisationJudge.Canaries([Group(0, 1)]));
    }

    [Fact]
    public void Copying_is_judged_beside_held_out_texts()
    {
        static CopiedShare Share(int generated, int heldOut) => new(16, WilsonInterval.Of(generated, 500), WilsonInterval.Of(heldOut, 500));
        Is(Health.Good, MemorisationJudge.Copied([Share(400, 395)]));
        Is(Health.Bad, MemorisationJudge.Copied([Share(400, 100)]));
    }

    [Fact]
    public void Kl_over_budget_is_bad_and_above_it_on_the_way_worth_a_look()
    {
        Is(Health.Good, PolicyJudge.Kl(By(0, 2, 4), 5));
        Is(Health.Look, PolicyJudge.Kl(By(0, 6, 4), 5));
        Is(Health.Bad, PolicyJudge.Kl(By(0, 4, 6), 5));
        Is(Health.Look, PolicyJudge.Kl(By(0, 0, 0.01), 5));
    }

    [Fact]
    public void Curves_of_a_collapsed_policy_are_not_good()
    {
        Is(Health.Bad, PolicyJudge.Entropy(By(1.12, 0.5, 0.12)));
        Is(Health.Bad, PolicyJudge.Length(By(13, 20, 30)));
        Is(Health.Bad, PolicyJudge.Reward(By(1, 0.5, 0.2)));
        Is(Health.Look, PolicyJudge.ClipFraction(By(0, 0, 0)));
        Is(Health.Bad, PolicyJudge.ExplainedVariance(By(0.5, 0, -1)));
        Is(Health.Bad, PolicyJudge.LogProbGap(By(1e-5, 0.5), 1e-3));
        Is(Health.Bad, PolicyJudge.ValueLoss(By(1, double.NaN)));
    }

    [Fact]
    public void Gold_that_falls_while_reward_climbs_is_over_optimisation()
    {
        static OptimisationPath Path(params double[] gold) => new([.. gold.Select((g, i) => new OptimisationPoint(i, i, i, g))]);
        Is(Health.Good, OptimisationJudge.Of(Path(0.3, 0.5, 0.6, 0.7, 0.7, 0.7)));
        Is(Health.Bad, OptimisationJudge.Of(Path(0.3, 0.5, 0.6, 0.6, 0.4, 0.3, 0.3, 0.3)));
        Is(Health.Bad, OptimisationJudge.Of(Path(0.5, 0.4, 0.3, 0.2)));
    }

    [Fact]
    public void A_win_rate_must_leave_one_half_with_its_whole_interval()
    {
        static PairFigures Pair(int wins) => new("policy", "sft") { RewardWinRate = WilsonInterval.Of(wins, 100), RewardDifference = new(0, 0, 0, 100), LengthControlled = new(0.5, 0.4, 0.6, 100) };
        Is(Health.Good, ComparisonJudge.WinRates([Pair(70)]));
        Is(Health.Look, ComparisonJudge.WinRates([Pair(55)]));
        Is(Health.Bad, ComparisonJudge.WinRates([Pair(30)]));
        Is(Health.Bad, ComparisonJudge.WinRates([Pair(70), Pair(30)]));
    }

    [Fact]
    public void Raters_are_judged_against_the_truth_where_it_is_known()
    {
        static RaterRow Rater(string name, string? flag, bool? faulty) => new(name, 10, new(1, 0, 2, 10), WilsonInterval.Of(5, 10), null, 1, flag, null) { Faulty = faulty };
        Is(Health.Good, RaterJudge.Raters([Rater("a", null, false), Rater("b", "side", true)]));
        var missed = RaterJudge.Raters([Rater("a", "side", false), Rater("b", null, true)]);
        Is(Health.Look, missed);
        Assert.Contains("missed b", missed.Why, StringComparison.Ordinal);
        Assert.Contains("wrongly flagged a", missed.Why, StringComparison.Ordinal);
        Is(Health.Bad, RaterJudge.Raters([Rater("a", "side", null), Rater("b", "spammer", null)]));
    }

    [Fact]
    public void Data_without_a_held_out_part_is_bad()
    {
        Is(Health.Good, DataJudge.Of(new DataSection { Read = 100, Training = 90, HeldOut = 10 }));
        Is(Health.Bad, DataJudge.Of(new DataSection { Read = 100, Training = 100, HeldOut = 0 }));
        Is(Health.Bad, DataJudge.Of(new DataSection { Read = 0, Training = 0, HeldOut = 0 }));
    }

    [Fact]
    public void Safety_must_not_get_worse()
    {
        Is(Health.Good, ComparisonJudge.Safety(WilsonInterval.Of(1, 100), WilsonInterval.Of(20, 100)));
        Is(Health.Bad, ComparisonJudge.Safety(WilsonInterval.Of(40, 100), WilsonInterval.Of(5, 100)));
        Is(Health.Look, ComparisonJudge.Safety(WilsonInterval.Of(6, 100), WilsonInterval.Of(5, 100)));
    }

    private static void Is(Health expected, Judgement judgement) => Assert.True(judgement.Health == expected, $"expected {expected}, found {judgement}");

    private static Curve By(params double[] values) => new([.. values.Select((_, i) => (double)i)], values);
}
