using Heed.Feedback.Balance;
using Xunit;

namespace Heed.Feedback.Tests.Balance;

public sealed class PopulationWeightsTests
{
    /// <summary>60, 30 and 10 answers for shares of .30, .34, .36: weights .5, 1.1333, 3.6; 54.6 effective answers, 1.8313 answers a useful one.</summary>
    [Fact]
    public void One_attribute_is_post_stratification()
    {
        var fit = Fit(new() { ["a"] = 60, ["b"] = 30, ["c"] = 10 }, new() { ["country"] = new Dictionary<string, double> { ["A"] = 0.30, ["B"] = 0.34, ["C"] = 0.36 } }, r => new() { ["country"] = r.ToUpperInvariant() });
        Assert.Equal(0.5, fit.ByRater["a"], 1e-9);
        Assert.Equal(1.13333333, fit.ByRater["b"], 1e-8);
        Assert.Equal(3.6, fit.ByRater["c"], 1e-9);
        Assert.Equal(54.6, fit.EffectiveSampleSize, 0.05);
        Assert.Equal(1.8313, fit.DesignEffect, 1e-4);
        Assert.All(fit.Coverage, c => Assert.Equal(c.Target!.Value, c.Weighted, 1e-9));
    }

    [Fact]
    public void Two_attributes_are_raked_as_a_table_is()
    {
        double[,] counts = { { 30, 10 }, { 20, 40 } };
        double[] rows = [0.5, 0.5], columns = [0.6, 0.4];
        var table = Raking.Of(counts, rows, columns);
        var fit = Fit(new() { ["00"] = 30, ["01"] = 10, ["10"] = 20, ["11"] = 40 },
            new()
            {
                ["row"] = new Dictionary<string, double> { ["0"] = 0.5, ["1"] = 0.5 },
                ["column"] = new Dictionary<string, double> { ["0"] = 0.6, ["1"] = 0.4 },
            }, r => new() { ["row"] = r[..1], ["column"] = r[1..] });
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 2; j++) Assert.Equal(table.Weights[i, j], fit.ByRater[$"{i}{j}"], 1e-8);
        Assert.Equal(table.EffectiveSampleSize, fit.EffectiveSampleSize, 1e-6);
    }

    [Fact]
    public void A_group_without_raters_is_named_and_a_weight_is_cut()
    {
        var fit = Fit(new() { ["a"] = 99, ["b"] = 1 }, new() { ["country"] = new Dictionary<string, double> { ["A"] = 0.4, ["B"] = 0.4, ["C"] = 0.2 } }, r => new() { ["country"] = r.ToUpperInvariant() });
        Assert.Equal(["country: C"], fit.Unreachable);
        Assert.Equal(1, fit.Trimmed);
        Assert.Equal(5, fit.ByRater["b"]);
    }

    private static PopulationFit Fit(Dictionary<string, int> answers, Dictionary<string, IReadOnlyDictionary<string, double>> population, Func<string, Dictionary<string, string>> of) =>
        new PopulationWeights().Fit(answers, answers.Keys.ToDictionary(r => r, r => (IReadOnlyDictionary<string, string>)of(r)), population);
}
