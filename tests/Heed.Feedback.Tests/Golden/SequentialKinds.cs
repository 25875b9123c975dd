using Heed.Feedback.Balance;
using Heed.Feedback.Reliability;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Golden;

internal static class SequentialKinds
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["sprt"] = Sequential,
        ["cusum"] = Sums,
        ["page_hinkley"] = Falls,
        ["ewma_chart"] = Chart,
        ["distribution_shift"] = Shift,
        ["post_stratification"] = Strata,
        ["raking"] = Rake,
        ["inverse_propensity"] = Propensity,
    };

    private static void Sequential(GoldenCase golden)
    {
        var test = new SequentialTest(golden.Parameter("p0"), golden.Parameter("p1"), golden.Parameter("alpha"), golden.Parameter("beta"));
        var votes = golden.Given("votes").Whole().Select(v => v == 1).ToArray();
        golden.Near(golden.Expected["upper"], test.Upper, "upper");
        golden.Near(golden.Expected["lower"], test.Lower, "lower");
        golden.Near(golden.Expected["log_likelihood_ratio"], [.. test.Path(votes)], "path");
        var (decision, after) = test.Decide(votes);
        Assert.Equal((string)golden.Expected["decision"]! switch { "accept_p0" => SequentialDecision.AcceptFirst, "accept_p1" => SequentialDecision.AcceptSecond, _ => SequentialDecision.Continue }, decision);
        Assert.Equal((int?)golden.Expected["decided_after"], after);
    }

    private static void Sums(GoldenCase golden)
    {
        var chart = new Cusum(golden.Parameter("target"), golden.Parameter("slack"), golden.Parameter("threshold"));
        golden.Near(golden.Expected["up_down"], [.. chart.Path(golden.Given("x").Numbers()).SelectMany(s => new[] { s.Up, s.Down })], "sums");
        Assert.Equal((int?)golden.Expected["first_alarm"], chart.FirstAlarm(golden.Given("x").Numbers()));
    }

    private static void Falls(GoldenCase golden)
    {
        Assert.Equal("down", (string)golden.Parameters["direction"]!);
        var test = new PageHinkley(golden.Parameter("delta"), golden.Parameter("threshold"));
        golden.Near(golden.Expected["mean_sum_gap"], [.. test.Path(golden.Given("x").Numbers()).SelectMany(s => new[] { s.Mean, s.Sum, s.Gap })], "path");
        Assert.Equal((int?)golden.Expected["first_alarm"], test.FirstAlarm(golden.Given("x").Numbers()));
    }

    private static void Chart(GoldenCase golden)
    {
        var chart = new WeightedMeanChart(golden.Parameter("lambda"), golden.Parameter("target"), golden.Parameter("sigma"), golden.Parameter("width"));
        golden.Near(golden.Expected["value_low_high"], [.. chart.Path(golden.Given("x").Numbers()).SelectMany(s => new[] { s.Value, s.Low, s.High })], "path");
        Assert.Equal((int?)golden.Expected["first_alarm"], chart.FirstAlarm(golden.Given("x").Numbers()));
    }

    private static void Shift(GoldenCase golden)
    {
        var got = DistributionShift.Of(golden.Given("old").Numbers(), golden.Given("new").Numbers());
        golden.Near(golden.Expected["population_stability_index"], got.StabilityIndex, "psi");
        golden.Near(golden.Expected["kl_new_old"], got.KullbackLeibler, "kl");
        golden.Near(golden.Expected["jensen_shannon_nats"], got.JensenShannon, "js");
        golden.Near(golden.Expected["total_variation"], got.TotalVariation, "tv");
        golden.Near(golden.Expected["chi_square"], got.ChiSquare, "chi square");
    }

    private static void Strata(GoldenCase golden)
    {
        var groups = golden.Given("groups").Whole();
        var got = PostStratification.Of(groups, golden.Given("population").Numbers());
        golden.Near(golden.Expected["weights_by_group"], got.WeightByGroup, "weights");
        golden.Near(golden.Expected["weighted"], got.Mean(groups, golden.Given("y").Numbers()), "weighted");
        golden.Near(golden.Expected["effective_sample_size"], got.EffectiveSampleSize, "effective size");
        golden.Near(golden.Expected["design_effect"], got.DesignEffect, "design effect");
    }

    private static void Rake(GoldenCase golden)
    {
        var rows = golden.Given("counts").Rows();
        var counts = new double[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < rows[0].Length; j++) counts[i, j] = rows[i][j];
        var got = Raking.Of(counts, golden.Given("row_shares").Numbers(), golden.Given("column_shares").Numbers());
        golden.Near(golden.Expected["cell_shares"], [.. got.CellShares.Cast<double>()], "cells");
        if (golden.Expected["weights"] is { } weights) golden.Near(weights, [.. got.Weights.Cast<double>()], "weights");
        if (golden.Expected["effective_sample_size"] is { } size) golden.Near(size, got.EffectiveSampleSize, "effective size");
    }

    private static void Propensity(GoldenCase golden)
    {
        var got = InversePropensity.Of(golden.Given("propensity").Numbers(), golden.Given("values").Numbers());
        golden.Near(golden.Expected["horvitz_thompson"], got.HorvitzThompson, "horvitz thompson");
        golden.Near(golden.Expected["hajek"], got.Hajek, "hajek");
        golden.Near(golden.Expected["effective_sample_size"], got.EffectiveSampleSize, "effective size");
    }
}
