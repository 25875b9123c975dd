using System.Text.Json.Nodes;
using Heed.Learning.RewardModelling.Likelihoods;
using Heed.Learning.Scoring;
using Heed.Testing;
using TorchSharp;

namespace Heed.Learning.Tests.RewardModelling;

internal static class RewardGolden
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["bradley_terry"] = g => Pairs(g),
        ["bradley_terry_weighted"] = g => Pairs(g, weights: GoldenTensors.Whole(g.Inputs["weights"])),
        ["bradley_terry_label_smoothing"] = g => Pairs(g, firstBetter: torch.full(Count(g), 1 - g.Parameter("label_smoothing"), torch.float64)),
        ["bradley_terry_soft_label"] = g => Pairs(g, firstBetter: GoldenTensors.Whole(g.Inputs["share_chosen"])),
        ["bradley_terry_strength_margin"] = g => Pairs(g, margin: new StrengthMargin { Scale = g.Parameter("scale") }.Compute(GoldenTensors.Whole(g.Inputs["strength"]))),
        ["ties_rao_kupper"] = g => Ties(g, new RaoKupper().Compute),
        ["ties_davidson"] = g => Ties(g, new Davidson().Compute),
        ["plackett_luce_subset"] = g => Rankings(g, "rankings", (s, r) => new PlackettLuce().Compute(s, Singles(r))),
        ["plackett_luce_top"] = g => Rankings(g, "rankings", (s, r) => new PlackettLuce().Compute(s, Singles(r), [.. Enumerable.Range(0, (int)s.numel()).Select(i => (long)i).Except(Places(r))])),
        ["plackett_luce_breslow"] = g => Rankings(g, "tiers", (s, r) => new PlackettLuce().Compute(s, [.. r.AsArray().Select(Places)])),
        ["ranking_all_pairs"] = g => Rankings(g, "rankings", (s, r) => new RankingPairs().Compute(s, Places(r))),
        ["best_of_k"] = Best,
        ["ordinal_cumulative_logit"] = Grades,
        ["ordinal_pairwise_strength"] = GradedPairs,
        ["thumbs_logistic"] = ThumbsUp,
        ["scalar_mse"] = g => Ratings(g, new SquaredError().Compute),
        ["scalar_huber"] = g => Ratings(g, new HuberError { Delta = g.Parameter("delta") }.Compute),
        ["reward_ensemble"] = Ensemble,
        ["reward_normalise"] = Normalise,
    };

    private static void Pairs(GoldenCase golden, torch.Tensor? firstBetter = null, torch.Tensor? weights = null, torch.Tensor? margin = null)
    {
        var chosen = GoldenTensors.Whole(golden.Inputs["rewards_chosen"], gradient: true);
        var rejected = GoldenTensors.Whole(golden.Inputs["rewards_rejected"], gradient: true);
        weights ??= torch.ones_like(chosen).detach();
        if (golden.Inputs["margin"] is { } stated) margin = GoldenTensors.Whole(stated);
        var loss = new BradleyTerry().Compute(chosen, rejected, firstBetter ?? torch.ones_like(weights), weights, GoldenTensors.Number(weights.sum()), margin);
        if (golden.OptionalParameter("center_rewards_coefficient") is { } c and > 0)
            loss += new CentredRewards { Coefficient = c }.Compute(chosen, rejected, chosen.numel());
        GoldenTensors.Check(golden, loss, ("rewards_chosen", chosen), ("rewards_rejected", rejected));
    }

    private static void Ties(GoldenCase golden, Func<torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor> likelihood)
    {
        var (a, b) = (GoldenTensors.Whole(golden.Inputs["rewards_a"], true), GoldenTensors.Whole(golden.Inputs["rewards_b"], true));
        var raw = GoldenTensors.Scalar(golden.Input("raw")[0], gradient: true);
        var perPair = likelihood(a, b, GoldenTensors.Integers(golden.Inputs["outcome"]), raw);
        golden.Near(golden.Expected["per_pair"], GoldenTensors.Numbers(perPair), "per pair");
        GoldenTensors.Check(golden, perPair.mean(), ("rewards_a", a), ("rewards_b", b), ("raw", raw));
    }

    private static void Rankings(GoldenCase golden, string key, Func<torch.Tensor, JsonNode, torch.Tensor> likelihood)
    {
        var scores = GoldenTensors.Whole(golden.Inputs["scores"], gradient: true);
        var perRanking = torch.stack(golden.Inputs[key]!.AsArray().Select((ranking, i) => likelihood(scores[i], ranking!)).ToArray());
        golden.Near(golden.Expected["per_ranking"], GoldenTensors.Numbers(perRanking), "per ranking");
        GoldenTensors.Check(golden, perRanking.mean(), ("scores", scores));
    }

    private static void Best(GoldenCase golden)
    {
        var scores = GoldenTensors.Whole(golden.Inputs["scores"], gradient: true);
        GoldenTensors.Check(golden, new BestOfMany().Compute(scores, GoldenTensors.Integers(golden.Inputs["best"])), ("scores", scores));
    }

    private static void Grades(GoldenCase golden)
    {
        var rewards = GoldenTensors.Whole(golden.Inputs["rewards"], gradient: true);
        var first = GoldenTensors.Scalar(golden.Input("first")[0], gradient: true);
        var gaps = GoldenTensors.Whole(golden.Inputs["gaps"], gradient: true);
        var cuts = CumulativeLogit.CutPoints(first, gaps);
        golden.Near(golden.Expected["cutpoints"], GoldenTensors.Numbers(cuts), "cut points");
        var loss = new CumulativeLogit().Compute(rewards, GoldenTensors.Integers(golden.Inputs["labels"]), cuts);
        GoldenTensors.Check(golden, loss, ("rewards", rewards), ("first", first), ("gaps", gaps));
    }

    private static void GradedPairs(GoldenCase golden)
    {
        var (a, b) = (GoldenTensors.Whole(golden.Inputs["rewards_a"], true), GoldenTensors.Whole(golden.Inputs["rewards_b"], true));
        var loss = new CumulativeLogit().Compute(a - b, GoldenTensors.Integers(golden.Inputs["labels"]), GoldenTensors.Whole(golden.Inputs["cutpoints"]));
        GoldenTensors.Check(golden, loss, ("rewards_a", a), ("rewards_b", b));
    }

    private static void ThumbsUp(GoldenCase golden)
    {
        var rewards = GoldenTensors.Whole(golden.Inputs["rewards"], gradient: true);
        var threshold = GoldenTensors.Scalar(golden.Input("threshold")[0], gradient: true);
        var up = GoldenTensors.Whole(golden.Inputs["thumbs"]);
        var weights = golden.Inputs["weights"] is { } w ? GoldenTensors.Whole(w) : torch.ones_like(up);
        GoldenTensors.Check(golden, new Thumbs().Compute(rewards, up, threshold, weights), ("rewards", rewards), ("threshold", threshold));
    }

    private static void Ratings(GoldenCase golden, Func<torch.Tensor, torch.Tensor, torch.Tensor> likelihood)
    {
        var rewards = GoldenTensors.Whole(golden.Inputs["rewards"], gradient: true);
        GoldenTensors.Check(golden, likelihood(rewards, GoldenTensors.Whole(golden.Inputs["targets"])), ("rewards", rewards));
    }

    private static void Ensemble(GoldenCase golden)
    {
        var (models, ensemble) = (GoldenTensors.Whole(golden.Inputs["rewards_by_head"]), new RewardEnsemble { Coefficient = golden.Parameter("coefficient") });
        golden.Near(golden.Expected["lower_confidence_unbiased_std"], GoldenTensors.Numbers(ensemble.LowerConfidence(models)), "lower confidence");
        golden.Near(golden.Expected["uncertainty_weighted_population_variance"], GoldenTensors.Numbers(ensemble.UncertaintyWeighted(models)), "uncertainty-weighted");
        golden.Near(golden.Expected["minimum"], GoldenTensors.Numbers(ensemble.WorstCase(models)), "worst case");
    }

    private static void Normalise(GoldenCase golden)
    {
        var rewards = golden.Input("rewards");
        var scale = RewardScale.Of(rewards);
        var limit = golden.Parameter("clip");
        golden.Near(golden.Expected["mean"], scale.Mean, "mean");
        golden.Near(golden.Expected["population_std"], scale.Deviation, "standard deviation");
        golden.Near(golden.Expected["normalised"], [.. rewards.Select(r => Math.Clamp(scale.Apply(r), -limit, limit))], "normalised");
    }

    private static long Count(GoldenCase golden) => golden.Input("rewards_chosen").Length;

    private static long[] Places(JsonNode? ranking) => [.. GoldenCase.Flat(ranking).Select(x => (long)x)];

    private static List<long[]> Singles(JsonNode ranking) => [.. Places(ranking).Select(i => new[] { i })];
}
