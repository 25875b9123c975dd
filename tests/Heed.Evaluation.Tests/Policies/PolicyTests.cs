using CsCheck;
using Heed.Evaluation.Policies;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Evaluation.Tests.Policies;

public sealed class PolicyTests
{
    [Fact]
    public void A_tie_counts_half()
    {
        var rate = WinRate.Of([1, 2, 3, 4], [0, 2, 5, 1]);       // win, tie, loss, win
        Assert.Equal((2, 1, 1), (rate.Wins, rate.Ties, rate.Losses));
        Assert.Equal(0.625, rate.Rate, 12);
        Assert.Equal(0.625, rate.Interval.Value, 12);
    }

    [Fact]
    public void Win_rates_of_both_sides_sum_to_1() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]).Array[1, 40].Sample(pairs =>
        {
            double[] a = [.. pairs.Select(p => (double)p.Item1)], b = [.. pairs.Select(p => (double)p.Item2)];
            return Math.Abs(WinRate.Of(a, b).Rate + WinRate.Of(b, a).Rate - 1) < 1e-12;
        });

    [Fact]
    public void Kl_of_a_response_sums_log_ratios()
    {
        // log-ratios 0.5 and -0.2: 0.3; e^-0.5 - 1 + 0.5 = 0.106531, e^0.2 - 1 - 0.2 = 0.021403
        var kl = ResponseKl.Of([-1f, -2f], [-1.5f, -1.8f]);
        Assert.Equal(0.3, kl.LogRatio, 6);
        Assert.Equal(0.127934, kl.Bregman, 5);
    }

    [Fact]
    public void The_bregman_estimate_is_never_negative() =>
        Gen.Select(Gen.Float[-8, 0], Gen.Float[-8, 0]).Array[1, 20].Sample(tokens =>
            ResponseKl.Of([.. tokens.Select(t => t.Item1)], [.. tokens.Select(t => t.Item2)]).Bregman >= 0);

    [Fact]
    public void A_win_by_length_alone_is_near_half_at_equal_length()
    {
        // the longer answer wins nine times of ten, and the policy's is longer nine times of ten
        var rows = Enumerable.Range(0, 1000).Select(i => (length: i % 10 == 0 ? 10.0 : 30.0, win: i % 10 == 0 ? (i % 100 == 0 ? 1.0 : 0) : (i % 10 == 1 ? 0.0 : 1))).ToArray();
        var result = LengthControlledWinRate.Of([.. rows.Select(r => r.win)], [.. rows.Select(r => r.length)], [.. rows.Select(_ => 20.0)]);
        Assert.InRange(result.Raw, 0.8, 0.82);
        Assert.InRange(result.Controlled.Value, 0.4, 0.6);
    }

    [Fact]
    public void A_fit_of_over_optimisation_finds_its_own_curve()
    {
        double[] kl = [0.5, 1, 2, 4, 8, 16];
        foreach (var form in Enum.GetValues<OverOptimisationForm>())
        {
            var truth = new OverOptimisationFit(form, 0.9, 0.2, 0, 1);
            var fit = OverOptimisationFit.Of(form, kl, [.. kl.Select(k => truth.At(Math.Sqrt(k)))]);
            Assert.Equal(0.9, fit.A, 9);
            Assert.Equal(0.2, fit.B, 9);
            Assert.Equal(1, fit.RSquared, 9);
        }
    }

    [Fact]
    public void Best_of_one_is_the_mean_and_best_of_all_the_top()
    {
        double[] proxy = [3, 1, 2], gold = [30, 10, 20];
        Assert.Equal(20, RepeatedSampling.BestOf(1, proxy, gold), 9);
        Assert.Equal(30, RepeatedSampling.BestOf(3, proxy, gold), 9);
        Assert.Equal((30 + 30 + 20) / 3.0, RepeatedSampling.BestOf(2, proxy, gold), 9);      // of {3,1} {3,2} {1,2}
    }

    [Fact]
    public void Gold_lost_is_measured_from_its_peak()
    {
        double[] gold = [0.3, 0.5, 0.7, 0.7, 0.7, 0.5, 0.5, 0.5];      // smoothed over three: peak 0.7, end 0.5; gained 0.4, lost 0.2
        var path = new OptimisationPath([.. gold.Select((g, i) => new OptimisationPoint(i, i, i, g))]);
        Assert.Equal(0.5, path.ShareLost(), 9);
        Assert.Equal(3, path.Peak()!.Step);
    }

    [Fact]
    public void Without_gold_nothing_is_said_about_it()
    {
        var path = new OptimisationPath([new(0, 0, 0, null), new(1, 1, 1, null)]);
        Assert.False(path.HasGold);
        Assert.Null(path.Fit());
        Assert.True(double.IsNaN(path.ShareLost()));
    }

    [Fact]
    public void The_last_model_is_compared_with_each_other_one()
    {
        var prompts = Enumerable.Range(0, 20).Select(i => new Prompt($"p{i}", Conversation.Ask($"question {i}"))).ToArray();
        AnsweringModel Model(string name, string word) => new(name, [.. prompts.Select((_, i) => new Answer($"{word} {i}", [1, 2, 3], true) { Kl = name == "policy" ? 2 : null })]);
        var comparison = new PolicyComparison
        {
            Reward = answers => [.. answers.Select(a => (double)a.Answer.Text.Length)],
            Gold = answers => [.. answers.Select(a => a.Answer.Text.StartsWith("good", StringComparison.Ordinal) ? 1.0 : 0)],
            Inappropriate = a => a.Answer.Text.StartsWith("rude", StringComparison.Ordinal),
            Samples = 3,
        }.Compare(prompts, [Model("base", "plain"), Model("sft", "rude"), Model("policy", "good")]);

        Assert.Equal(["sft", "base"], comparison.Pairs.Select(p => p.Against));
        Assert.Equal(1, comparison.Pairs[0].GoldWinRate!.Value.Value);
        Assert.Equal(0.5, comparison.Pairs[0].RewardWinRate.Value);
        Assert.Equal(1, comparison.Pairs[0].GoldDifference!.Value.Value);
        Assert.Equal([0, 1, 0], comparison.Models.Select(m => m.Inappropriate!.Value.Value));
        Assert.Equal([null, null, 2.0], comparison.Models.Select(m => m.Kl?.Value));
        Assert.Equal(3, comparison.Samples.Count);
        Assert.All(comparison.Samples, row => Assert.Equal(["base", "sft", "policy"], row.Answers.Select(a => a.Model)));
    }

    [Fact]
    public void A_model_with_too_few_answers_is_refused() =>
        Assert.Throws<ArgumentException>(() => new PolicyComparison { Reward = a => [] }.Compare([new Prompt("p", Conversation.Ask("?"))], [new AnsweringModel("policy", [])]));

    [Fact]
    public void Preferences_agreed_with_are_counted_with_ties_half() =>
        Assert.Equal(0.5, PreferenceAgreement.Of("reward model", [1, -1, 0]).Accuracy.Value, 12);
}
