using System.Text.Json.Nodes;
using Heed.Feedback.Statistics;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Golden;

internal static class StatisticsKinds
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["proportion_interval"] = Proportions,
        ["bootstrap"] = Resampled,
        ["bootstrap_paired"] = Paired,
        ["bootstrap_cluster"] = Clustered,
        ["binomial_test"] = Binomial,
        ["mcnemar"] = McNemar,
        ["multiple_testing"] = Multiple,
        ["two_proportions"] = Shares,
        ["two_proportion_power"] = Power,
        ["two_samples"] = Samples,
        ["paired"] = Differences,
        ["sign_flip_permutation"] = golden => golden.Near(golden.Expected["p_two_sided"], PairedDifferences.SignFlips(golden.Given("differences").Numbers()), "p"),
        ["cmh"] = Strata,
        ["chi_square_uniform"] = Uniform,
    };

    private static double[] Ends(Interval interval) => [interval.Low, interval.High];

    private static void Proportions(GoldenCase golden)
    {
        double k = golden.Given("successes").Numbers()[0], n = golden.Given("trials").Numbers()[0], level = golden.Parameter("level");
        golden.Near(golden.Expected["normal"], Ends(Proportion.Wald(k, n, level)), "normal");
        golden.Near(golden.Expected["wilson"], Ends(Proportion.Wilson(k, n, level)), "wilson");
        golden.Near(golden.Expected["agresti_coull"], Ends(Proportion.AgrestiCoull(k, n, level)), "agresti coull");
        golden.Near(golden.Expected["jeffreys"], Ends(Proportion.Jeffreys(k, n, level)), "jeffreys");
        golden.Near(golden.Expected["clopper_pearson"], Ends(Proportion.ClopperPearson(k, n, level)), "clopper pearson");
    }

    private static void Resampled(GoldenCase golden)
    {
        Func<IReadOnlyList<double>, double> statistic = (string)golden.Parameters["statistic"]! switch
        {
            "mean" => x => x.Average(),
            "median" => x => Quantile.Median(x),
            _ => x => Math.Sqrt(x.Sum(v => Math.Pow(v - x.Average(), 2)) / (x.Count - 1)),
        };
        var got = new Bootstrap { Level = golden.Parameter("level") }.Fit(golden.Given("x").Numbers(), statistic, golden.Given("indices").WholeRows());
        golden.Near(golden.Expected["estimate"], got.Estimate, "estimate");
        golden.Near(golden.Expected["bootstrap_standard_error"], got.StandardError, "standard error");
        golden.Near(golden.Expected["percentile"], Ends(got.Percentile), "percentile");
        golden.Near(golden.Expected["basic"], Ends(got.Basic), "basic");
        golden.Near(golden.Expected["bca"], Ends(got.Corrected!.Value), "bca");
    }

    private static void Paired(GoldenCase golden)
    {
        var pairs = golden.Given("x").Numbers().Zip(golden.Given("y").Numbers()).ToArray();
        double Pearson(IReadOnlyList<(double First, double Second)> some) => Correlation.Pearson([.. some.Select(p => p.First)], [.. some.Select(p => p.Second)]);
        var got = new Bootstrap { Level = golden.Parameter("level") }.Fit(pairs, Pearson, golden.Given("indices").WholeRows());
        golden.Near(golden.Expected["estimate"], got.Estimate, "estimate");
        golden.Near(golden.Expected["percentile"], Ends(got.Percentile), "percentile");
    }

    private static void Clustered(GoldenCase golden)
    {
        var x = golden.Given("x").Numbers();
        var clusters = golden.Given("cluster").Whole().Zip(x).GroupBy(p => p.First).OrderBy(g => g.Key).Select(g => g.Select(p => p.Second).ToArray()).ToArray();
        var drawn = golden.Given("draws").WholeRows().Select(draw => draw.SelectMany(c => clusters[c]).Average()).ToArray();
        var got = new Bootstrap { Level = golden.Parameter("level") }.Of(x.Average(), drawn);
        golden.Near(golden.Expected["estimate"], got.Estimate, "estimate");
        golden.Near(golden.Expected["standard_error"], got.StandardError, "standard error");
        golden.Near(golden.Expected["percentile"], Ends(got.Percentile), "percentile");
    }

    private static void Binomial(GoldenCase golden)
    {
        var got = BinomialTest.Of(golden.Given("successes").Whole()[0], golden.Given("trials").Whole()[0], golden.Parameter("probability"));
        golden.Near(golden.Expected["two_sided"], got.TwoSided, "two-sided");
        golden.Near(golden.Expected["greater"], got.Greater, "greater");
        golden.Near(golden.Expected["less"], got.Less, "less");
    }

    private static void McNemar(GoldenCase golden)
    {
        var table = golden.Given("table").WholeRows();
        var got = McNemarTest.Of(table[0][1], table[1][0]);
        golden.Near(golden.Expected["exact_p"], got.ExactP, "exact p");
        Same(golden, "chi_square", got.ChiSquare);
        Same(golden, "p", got.P);
        Same(golden, "corrected_chi_square", got.CorrectedChiSquare);
        Same(golden, "corrected_p", got.CorrectedP);
    }

    internal static void Same(GoldenCase golden, string name, double? got)
    {
        if (golden.Expected[name] is { } want) golden.Near(want, got!.Value, name);
        else Assert.Null(got);
    }

    private static void Multiple(GoldenCase golden)
    {
        var p = golden.Given("p").Numbers();
        var adjusted = (string)golden.Parameters["method"]! switch
        {
            "bonferroni" => MultipleTesting.Bonferroni(p),
            "holm" => MultipleTesting.Holm(p),
            "benjamini_hochberg" => MultipleTesting.BenjaminiHochberg(p),
            _ => MultipleTesting.BenjaminiYekutieli(p),
        };
        golden.Near(golden.Expected["adjusted"], adjusted, "adjusted");
        golden.Near(golden.Expected["rejected"], [.. adjusted.Select(a => a <= golden.Parameter("alpha") ? 1.0 : 0)], "rejected");
    }

    private static void Shares(GoldenCase golden)
    {
        int[] first = golden.Given("first").Whole(), second = golden.Given("second").Whole();
        var got = TwoProportions.Of(first[0], first[1], second[0], second[1]);
        golden.Near(golden.Expected["z"], got.Z, "z");
        golden.Near(golden.Expected["p"], got.P, "p");
        golden.Near(golden.Expected["fisher_odds_ratio"], got.OddsRatio, "odds ratio");
        golden.Near(golden.Expected["fisher_p"], got.FisherP, "fisher p");
        golden.Near(golden.Expected["chi_square"], got.ChiSquare, "chi square");
        golden.Near(golden.Expected["yates_chi_square"], got.YatesChiSquare, "yates");
        golden.Near(golden.Expected["difference"], got.Difference, "difference");
        golden.Near(golden.Expected["cohen_h"], got.CohenH, "h");
    }

    private static void Power(GoldenCase golden)
    {
        double p = golden.Given("p1").Numbers()[0], q = golden.Given("p2").Numbers()[0], alpha = golden.Parameter("alpha");
        golden.Near(golden.Expected["per_group"], TwoProportions.GroupSize(p, q, alpha, golden.Parameter("power")), "per group");
        golden.Near(golden.Expected["power_at_200"], TwoProportions.Power(p, q, 200, alpha), "power");
    }

    private static void Samples(GoldenCase golden)
    {
        double[] x = golden.Given("x").Numbers(), y = golden.Given("y").Numbers();
        golden.Near(golden.Expected["welch_t"], TwoSamples.Welch(x, y).T, "t");
        golden.Near(golden.Expected["welch_p"], TwoSamples.Welch(x, y).P, "p of t");
        golden.Near(golden.Expected["mann_whitney_u"], TwoSamples.MannWhitney(x, y).U, "u");
        golden.Near(golden.Expected["mann_whitney_p"], TwoSamples.MannWhitney(x, y).P, "p of u");
        golden.Near(golden.Expected["kolmogorov_smirnov"], TwoSamples.KolmogorovSmirnov(x, y).D, "d");
        golden.Near(golden.Expected["kolmogorov_smirnov_p"], TwoSamples.KolmogorovSmirnov(x, y).P, "p of d");
    }

    private static void Differences(GoldenCase golden)
    {
        var x = golden.Given("differences").Numbers();
        golden.Near(golden.Expected["t"], PairedDifferences.Student(x).T, "t");
        golden.Near(golden.Expected["p"], PairedDifferences.Student(x).P, "p");
        golden.Near(golden.Expected["wilcoxon"], PairedDifferences.Wilcoxon(x).Sum, "wilcoxon");
        golden.Near(golden.Expected["wilcoxon_p"], PairedDifferences.Wilcoxon(x).P, "p of wilcoxon");
        golden.Near(golden.Expected["sign_p"], PairedDifferences.Sign(x), "p of signs");
    }

    private static void Strata(GoldenCase golden)
    {
        var got = StratifiedTables.Of([.. ((JsonArray)golden.Given("tables")).Select(t => t!.Numbers()).Select(t => new TwoByTwo(t[0], t[1], t[2], t[3]))]);
        golden.Near(golden.Expected["pooled_odds_ratio"], got.OddsRatio, "odds ratio");
        golden.Near(golden.Expected["pooled_log_odds_ratio_se"], got.LogOddsRatioError, "its error");
        golden.Near(golden.Expected["statistic"], got.Statistic, "statistic");
        golden.Near(golden.Expected["p"], got.P, "p");
        golden.Near(golden.Expected["corrected_statistic"], got.CorrectedStatistic, "corrected");
        golden.Near(golden.Expected["corrected_p"], got.CorrectedP, "corrected p");
        golden.Near(golden.Expected["breslow_day"], got.Homogeneity, "breslow day");
        golden.Near(golden.Expected["breslow_day_p"], got.HomogeneityP, "its p");
        golden.Near(golden.Expected["breslow_day_tarone"], got.TaroneHomogeneity, "tarone");
    }

    private static void Uniform(GoldenCase golden)
    {
        var got = ChiSquareTest.Uniform(golden.Given("counts").Whole());
        golden.Near(golden.Expected["statistic"], got.ChiSquare, "statistic");
        golden.Near(golden.Expected["p"], got.P, "p");
    }
}
