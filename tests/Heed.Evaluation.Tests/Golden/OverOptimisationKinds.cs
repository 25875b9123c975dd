using System.Text.Json.Nodes;
using Heed.Evaluation.Policies;
using Heed.Evaluation.Statistics;
using Heed.Testing;

namespace Heed.Evaluation.Tests.Golden;

internal static class OverOptimisationKinds
{
    public static void GaoBestOfN(GoldenCase c) => Gao(c, OverOptimisationForm.BestOfN);

    public static void GaoReinforcementLearning(GoldenCase c) => Gao(c, OverOptimisationForm.ReinforcementLearning);

    public static void BestOfNKl(GoldenCase c) =>
        c.Near(c.Expected["kl"], [.. c.Input("n").Select(n => RepeatedSampling.BestOfKl((int)n))], "kl");

    public static void BestOfNEstimator(GoldenCase c)
    {
        var (proxy, gold) = (c.Input("proxy"), c.Input("gold"));
        foreach (var (n, want) in (JsonObject)c.Expected["proxy_and_gold"]!)
            c.Near(want, [RepeatedSampling.BestOf(int.Parse(n), proxy, proxy), RepeatedSampling.BestOf(int.Parse(n), proxy, gold)], $"best of {n}");
    }

    public static void RankCorrelation(GoldenCase c)
    {
        var (x, y) = (c.Input("x"), c.Input("y"));
        c.Near(c.Expected["spearman"], Correlation.Spearman(x, y), "spearman");
        c.Near(c.Expected["kendall_tau_b"], Correlation.KendallTauB(x, y), "kendall_tau_b");
        c.Near(c.Expected["pearson"], Correlation.Pearson(x, y), "pearson");
        c.Near(c.Expected["spearman_p"], Correlation.PValue(Correlation.Spearman(x, y), x.Length), "spearman_p");
    }

    public static void PartialSpearman(GoldenCase c)
    {
        var (x, y, control) = (c.Input("x"), c.Input("y"), c.Input("control"));
        c.Near(c.Expected["partial_spearman"], Correlation.PartialSpearman(x, y, control), "partial_spearman");
        c.Near(c.Expected["length_spearman"], Correlation.Spearman(x, control), "length_spearman");
    }

    private static void Gao(GoldenCase c, OverOptimisationForm form)
    {
        var fit = OverOptimisationFit.Of(form, c.Input("kl"), c.Input("gold_reward"));
        c.Near(c.Expected["a"], fit.A, "a");
        c.Near(c.Expected["b"], fit.B, "b");
        c.Near(c.Expected["residual_sum_of_squares"], fit.ResidualSumOfSquares, "residual_sum_of_squares");
        c.Near(c.Expected["r_squared"], fit.RSquared, "r_squared");
        c.Near(c.Expected["peak_distance"], fit.PeakDistance, "peak_distance");
        c.Near(c.Expected["peak_kl"], fit.PeakKl, "peak_kl");
        c.Near(c.Expected["peak_reward"], fit.PeakReward, "peak_reward");
    }
}
