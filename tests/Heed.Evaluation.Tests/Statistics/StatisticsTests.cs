using CsCheck;
using Heed.Evaluation.Statistics;
using Heed.Runs;
using Xunit;

namespace Heed.Evaluation.Tests.Statistics;

public sealed class StatisticsTests
{
    [Fact]
    public void Wilson_interval_of_8_in_10_is_the_published_one()
    {
        var interval = WilsonInterval.Of(8, 10);       // z = 1.96: (0.8 + 0.19207 ± 0.27681…) / 1.38415; Newcombe 1998 gives 0.4902 and 0.9433
        Assert.Equal(0.8, interval.Value, 12);
        Assert.Equal(0.4902, interval.Low, 4);
        Assert.Equal(0.9433, interval.High, 4);
    }

    [Fact]
    public void Wilson_interval_holds_the_share_and_stays_within_0_and_1() =>
        Gen.Select(Gen.Int[0, 500], Gen.Int[1, 500]).Where((s, n) => s <= n).Sample((s, n) =>
        {
            var interval = WilsonInterval.Of(s, n);
            return interval.Low >= 0 && interval.High <= 1 && interval.Low <= interval.Value && interval.Value <= interval.High;
        });

    [Fact]
    public void Nothing_tried_says_nothing()
    {
        var interval = WilsonInterval.Of(0, 0);
        Assert.True(double.IsNaN(interval.Value));
        Assert.Equal((0.0, 1.0), (interval.Low, interval.High));
    }

    [Fact]
    public void Paired_bootstrap_cancels_what_both_sides_share()
    {
        var random = new SeededRandom(1, "prompts");
        var difficulty = Enumerable.Range(0, 200).Select(_ => 10 * random.NextGaussian()).ToArray();
        var better = difficulty.Select(d => d + 1 + 0.1 * random.NextGaussian()).ToArray();
        var difference = new PairedBootstrap().Difference(better, difficulty, new SeededRandom(2));
        Assert.InRange(difference.Value, 0.97, 1.03);
        Assert.InRange(difference.High - difference.Low, 0.02, 0.04);      // 2 · 1.96 · 0.1 / √200 = 0.028; unpaired it would be near 4
    }

    [Fact]
    public void Bootstrap_over_given_resamples_takes_percentiles_of_their_means()
    {
        double[] values = [0, 10];
        int[][] drawn = [[0, 0], [0, 1], [1, 0], [1, 1]];                   // means 0, 5, 5, 10; 2.5 % lies 0.075 of the way from 0 to 5
        var mean = new PairedBootstrap().Mean(values, drawn);
        Assert.Equal(5, mean.Value, 12);
        Assert.Equal(0.375, mean.Low, 12);
        Assert.Equal(9.625, mean.High, 12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        double[] values = [1, 5, 2, 8, 3];
        Assert.Equal(new PairedBootstrap().Mean(values, new SeededRandom(7)), new PairedBootstrap().Mean(values, new SeededRandom(7)));
    }

    [Fact]
    public void Tied_values_share_their_mean_rank() => Assert.Equal([1, 2.5, 2.5, 4], Correlation.Ranks([10, 20, 20, 30]));

    [Fact]
    public void Spearman_of_a_monotone_function_is_1() =>
        Gen.Int[-9, 9].Array[3, 30].Where(x => x.Distinct().Count() > 1)
            .Sample(x => Math.Abs(Correlation.Spearman([.. x.Select(v => (double)v)], [.. x.Select(v => Math.Exp(v))]) - 1) < 1e-9);

    [Fact]
    public void A_constant_has_no_correlation() => Assert.True(double.IsNaN(Correlation.Pearson([1, 1, 1], [1, 2, 3])));

    [Fact]
    public void Logistic_regression_on_separable_classes_asks_for_a_ridge()
    {
        var rows = new double[,] { { 1, -1 }, { 1, 1 } };
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(rows, [0, 1]));
        Assert.True(LogisticRegression.Fit(rows, [0, 1], ridge: 0.1).Coefficients[1] > 1);
    }

    [Fact]
    public void Quantiles_interpolate_between_order_statistics()
    {
        Assert.Equal(2.5, Quantile.Median([4, 1, 3, 2]), 12);
        Assert.True(double.IsNaN(Quantile.Median([])));
    }

    [Fact]
    public void Softplus_neither_overflows_nor_cancels()
    {
        Assert.Equal(1000, LogisticRegression.Softplus(1000));
        Assert.Equal(0, LogisticRegression.Softplus(-1000));
        Assert.Equal(Math.Log(2), LogisticRegression.Softplus(0), 15);
        Assert.InRange(LogisticRegression.Softplus(-30) / 9.357622968840e-14, 1 - 1e-12, 1 + 1e-12);
    }
}
