using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Xunit;

namespace Heed.Feedback.Tests.Assignment;

public sealed class InformativenessTests
{
    [Fact]
    public void An_ensemble_that_disagrees_is_worth_asking_about_and_a_tie_that_all_expect_is_not()
    {
        Assert.Equal(0.280405, Informativeness.Disagreement([.9, .1, .8, .2]), 1e-6);
        Assert.Equal(0, Informativeness.Disagreement([.5, .5, .5, .5]), 12);
        Assert.Equal(0.125, Informativeness.Variance([.9, .1, .8, .2]), 12); // (.16 + .16 + .09 + .09) / 4
    }

    [Fact]
    public void Beliefs_move_as_in_gavels_crowd_bt()
    {
        Near(new Trust(10, 1), new Worth(.4090909, .8326446), new Worth(-.4090909, .8326446), new ExpectedInformation().Update(new Trust(10, 1), new Worth(0, 1), new Worth(0, 1)));
        Near(new Trust(10.3197665, .9965044), new Worth(.7205722, .6881129), new Worth(-.4154292, .5370636), new ExpectedInformation().Update(new Trust(10, 1), new Worth(.5, .8), new Worth(-.25, .6)));
    }

    [Fact]
    public void The_expected_gain_is_gavels_and_nothing_where_the_rater_is_a_coin()
    {
        var rule = new ExpectedInformation();
        Assert.Equal(0.1831483, rule.Gain(new Trust(10, 1), new Worth(0, 1), new Worth(0, 1)), 1e-6);
        Assert.Equal(0.0037572, rule.Gain(new Trust(10, 1), new Worth(2, .3), new Worth(-2, .3)), 1e-6);
        Assert.Equal(0, rule.Gain(new Trust(1, 1), new Worth(0, 1), new Worth(0, 1)), 1e-6);
    }

    [Fact]
    public void An_item_is_done_when_raters_agree_and_gets_more_where_they_do_not()
    {
        var rule = new OverlapRule { Least = 2, Most = 4, Certainty = 0.9, Accuracy = 0.8 };
        Answer a = new ComparisonAnswer(Verdict.First, 3), b = new ComparisonAnswer(Verdict.Second, 1);
        Assert.Equal(0.94118, rule.Probability([a, a]), 5);   // 1 / (1 + (.2 / .8)²) = 16 / 17
        Assert.True(rule.WantsMore([a]));
        Assert.False(rule.WantsMore([a, a with { Notes = null }]));
        Assert.True(rule.WantsMore([a, b]));
        Assert.True(rule.WantsMore([a, b, a]));
        Assert.False(rule.WantsMore([a, b, a, b]));
    }

    private static void Near(Trust rater, Worth winner, Worth loser, (Trust Rater, Worth Winner, Worth Loser) found)
    {
        Assert.Equal(rater.Alpha, found.Rater.Alpha, 1e-6);
        Assert.Equal(rater.Beta, found.Rater.Beta, 1e-6);
        Assert.Equal(winner.Mean, found.Winner.Mean, 1e-6);
        Assert.Equal(winner.Variance, found.Winner.Variance, 1e-6);
        Assert.Equal(loser.Mean, found.Loser.Mean, 1e-6);
        Assert.Equal(loser.Variance, found.Loser.Variance, 1e-6);
    }
}
