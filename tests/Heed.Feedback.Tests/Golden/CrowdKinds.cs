using Heed.Feedback.Reliability;
using Heed.Feedback.Statistics;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Golden;

internal static class CrowdKinds
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["majority_vote"] = golden => Consensus(golden, new MajorityVote().Fit(Crowd(golden))),
        ["wawa"] = golden => Consensus(golden, new WeightedMajority().Fit(Crowd(golden))),
        ["one_coin_dawid_skene"] = OneCoin,
        ["dawid_skene"] = DawidSkene,
        ["dawid_skene_converged"] = Converged,
        ["zero_based_skill"] = golden => Labels(golden, new ZeroBasedSkill().Fit(Crowd(golden))),
        ["mmsr"] = Agreeing,
        ["glad"] = Abilities,
        ["mace"] = Spamming,
    };

    internal static CrowdAnswers Crowd(GoldenCase golden) => new(
        (int)golden.Parameter("items"), (int)golden.Parameter("raters"), (int)golden.Parameter("classes"),
        [.. golden.Given("answers").WholeRows().Select(a => new CrowdAnswer(a[0], a[1], a[2]))]);

    private static void Consensus(GoldenCase golden, CrowdConsensus got)
    {
        golden.Near(golden.Expected["posteriors"], [.. got.Posteriors.SelectMany(row => row)], "posteriors");
        Labels(golden, got);
        golden.Near(golden.Expected["skills"], [.. got.Skills], "skills");
    }

    /// <summary>Labels where the most probable class is unique.</summary>
    private static void Labels(GoldenCase golden, CrowdConsensus got)
    {
        var labels = golden.Expected["labels"]!.Whole();
        for (var i = 0; i < labels.Length; i++)
            if (got.Posteriors[i].Count(p => p >= got.Posteriors[i].Max() - 1e-6) == 1) Assert.Equal(labels[i], got.Labels[i]);
    }

    /// <summary>The reference stops by a value that is not the likelihood: its numbers are those of one iterate of the same EM.</summary>
    private static void OneCoin(GoldenCase golden)
    {
        var crowd = Crowd(golden);
        var want = golden.Expected["posteriors"]!.Numbers();
        var iterate = Enumerable.Range(1, 100).Select(n => new OneCoinDawidSkene { MaxIterations = n, Tolerance = 0 }.Fit(crowd))
            .MinBy(fit => fit.Posteriors.SelectMany(row => row).Zip(want, (a, b) => Math.Abs(a - b)).Max());
        Consensus(golden, iterate!);
    }

    private static void DawidSkene(GoldenCase golden)
    {
        var got = new DawidSkene().Fit(Crowd(golden));
        Labels(golden, got.Consensus);
        golden.Near(golden.Expected["prior"], [.. got.Prior], "prior");
    }

    private static void Converged(GoldenCase golden)
    {
        var got = new DawidSkene { Smoothing = golden.Parameter("smoothing"), Tolerance = 1e-15 }.Fit(Crowd(golden));
        golden.Near(golden.Expected["posteriors"], [.. got.Posteriors.SelectMany(row => row)], "posteriors");
        golden.Near(golden.Expected["confusion"], [.. got.Confusion.SelectMany(c => c).SelectMany(row => row)], "confusion");
        golden.Near(golden.Expected["prior"], [.. got.Prior], "prior");
        golden.Near(golden.Expected["log_likelihood_first"], got.LogLikelihoods[0], "first log-likelihood");
        golden.Near(golden.Expected["log_likelihood_last"], got.LogLikelihoods[^1], "last log-likelihood");
        Labels(golden, got.Consensus);
    }

    /// <summary>
    /// The reference gives skills as weights: their order counts. It divides votes by their sum, which turns the order round where that is negative: such items are left out.
    /// </summary>
    private static void Agreeing(GoldenCase golden)
    {
        var crowd = Crowd(golden);
        var got = new RobustRankOne().Fit(crowd);
        double[] weights = golden.Expected["skills"]!.Numbers(), sums = new double[crowd.Items];
        foreach (var answer in crowd.Answers) sums[answer.Item] += weights[answer.Rater];
        var labels = golden.Expected["labels"]!.Whole();
        for (var i = 0; i < crowd.Items; i++)
            if (sums[i] > 0) Assert.Equal(labels[i], got.Labels[i]);
        Ordered(weights, [.. got.Skills]);
    }

    private static void Abilities(GoldenCase golden)
    {
        var got = new Glad().Fit(Crowd(golden));
        Labels(golden, new CrowdConsensus(got.Posteriors, []));
        golden.Near(golden.Expected["posteriors"], [.. got.Posteriors.SelectMany(row => row)], "posteriors");
        Ordered(golden.Expected["alphas"]!.Numbers(), [.. got.Ability.Select(a => a.Value)]);
        Ordered(golden.Expected["difficulty_log_beta"]!.Numbers(), [.. got.LogEase]);
    }

    /// <summary>Random starts: labels and the order of the raters.</summary>
    private static void Spamming(GoldenCase golden)
    {
        var crowd = Crowd(golden);
        var got = (string)golden.Parameters["method"]! == "vb" ? new Mace().Fit(crowd) : new MaceMaximumLikelihood().Fit(crowd);
        var same = new CrowdConsensus(got.Posteriors, []).Labels.Zip(golden.Expected["labels"]!.Whole(), (a, b) => a == b ? 1.0 : 0).Average();
        Assert.InRange(same, 0.95, 1);
        Ordered(golden.Expected["competence"]!.Numbers(), [.. got.Competence.Select(c => c.Value)]);
    }

    internal static void Ordered(double[] want, double[] got) => Assert.InRange(Correlation.Spearman(want, got), 0.9, 1);
}
