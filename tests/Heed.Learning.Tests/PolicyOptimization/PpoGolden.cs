using Heed.Learning.PolicyOptimization.Advantages;
using Heed.Learning.PolicyOptimization.Losses;
using Heed.Learning.PolicyOptimization.Shaping;
using Heed.Testing;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.Tests.PolicyOptimization;

internal static class PpoGolden
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["kl_shaped_rewards"] = Shaped,
        ["gae"] = Advantages,
        ["gae_skip"] = Advantages,
        ["whiten"] = Whiten,
        ["ppo_policy"] = Policy,
        ["ppo_policy_micro_batches"] = MicroBatches,
        ["ppo_value"] = Value,
        ["ppo_whole"] = Whole,
    };

    private static torch.Tensor Packed(GoldenCase golden, string name, bool gradient = false) =>
        GoldenTensors.Packed(golden.Inputs[name], golden.Inputs["mask"], gradient);

    private static void Shaped(GoldenCase golden)
    {
        var answers = GoldenTensors.Segments(golden.Inputs["mask"]);
        var beta = golden.Parameter("kl_coefficient");
        var shaping = new KlShapedRewards
        {
            Estimator = KlGolden.Named(golden, "kl_estimator"),
            ScoreClip = golden.OptionalParameter("score_clip"),
            MissingEndPenalty = golden.OptionalParameter("missing_eos_penalty") ?? 0
        };
        var shaped = shaping.Compute(Packed(golden, "old_log_probabilities"), Packed(golden, "reference_log_probabilities"),
            GoldenTensors.Whole(golden.Inputs["scores"]), GoldenTensors.Whole(golden.Inputs["ended"]), answers, beta);
        Near(golden, "rewards", shaped.PerToken);
        golden.Near(golden.Expected["kl_per_sequence"], GoldenTensors.Numbers(shaped.Kl), "KL of each answer");
        golden.Near(golden.Expected["mean_kl"], GoldenTensors.Number(shaped.Kl.mean()), "mean KL");
        golden.Near(golden.Expected["non_score_reward"], GoldenTensors.Number((-beta * shaped.Kl).mean()), "reward without score");
        golden.Near(golden.Expected["rlhf_reward"], GoldenTensors.Number(answers.Sum(shaped.PerToken).mean()), "whole reward");
    }

    private static void Advantages(GoldenCase golden)
    {
        var estimator = new GeneralizedAdvantages { Discount = golden.Parameter("gamma"), Lambda = golden.Parameter("lambda") };
        var (advantages, returns) = estimator.Compute(new ShapedRewards(Packed(golden, "rewards"), torch.zeros(0), torch.zeros(0)), Packed(golden, "values"), GoldenTensors.Segments(golden.Inputs["mask"]));
        Near(golden, "advantages", advantages);
        Near(golden, "returns", returns!);
    }

    private static void Whiten(GoldenCase golden)
    {
        var whitening = new Whitening { Unbiased = (bool)golden.Parameters["unbiased"]! };
        var values = Packed(golden, "values");
        Near(golden, "whitened", (bool)golden.Parameters["shift_mean"]! ? whitening.Centred(values) : whitening.KeepingMean(values));
    }

    private static void Policy(GoldenCase golden)
    {
        var answers = GoldenTensors.Segments(golden.Inputs["mask"]);
        var policy = Packed(golden, "policy_log_probabilities", gradient: true);
        var terms = Clip(golden).Compute(policy, Packed(golden, "old_log_probabilities"), Packed(golden, "advantages"));
        Aggregation aggregation = (string)golden.Parameters["aggregation"]! == "token" ? new TokenMean() : new AnswerMean();
        var figures = PolicyFigures.Of(terms);
        Near(golden, "per_token", terms.PerToken);
        var metrics = golden.Expected["metrics"]!;
        golden.Near(metrics["clip_fraction"], figures.ClipFraction, "clip fraction");
        golden.Near(metrics["approximate_kl_k1"], figures.K1 / figures.Tokens, "k1");
        golden.Near(metrics["approximate_kl_k2"], figures.K2 / figures.Tokens, "k2");
        golden.Near(metrics["approximate_kl_k3"], figures.ApproximateKl, "k3");
        golden.Near(metrics["ratio_mean"], figures.Ratio / figures.Tokens, "ratio");
        golden.Near(metrics["ratio_max"], figures.LargestRatio, "largest ratio");
        if (metrics["dual_clip_fraction"] is { } dual) golden.Near(dual, figures.DualClipped / figures.Tokens, "dual clip fraction");
        GoldenTensors.Check(golden, aggregation.Compute(terms.PerToken, answers, answers), ("policy_log_probabilities", policy));
    }

    private static void MicroBatches(GoldenCase golden)
    {
        var answers = GoldenTensors.Segments(golden.Inputs["mask"]);
        var policy = Packed(golden, "policy_log_probabilities", gradient: true);
        var terms = Clip(golden).Compute(policy, Packed(golden, "old_log_probabilities"), Packed(golden, "advantages"));
        var total = GoldenTensors.Scalar(0);
        foreach (var (part, i) in golden.Parameters["split"]!.AsArray().Select((p, i) => (GoldenCase.Flat(p), i)))
        {
            var micro = answers.Pick(Enumerable.Range((int)part[0], (int)(part[1] - part[0])));
            var loss = new TokenMean().Compute(terms.PerToken.narrow(0, answers.Starts[(int)part[0]], micro.Tokens), micro, answers);
            golden.Near(golden.Expected["micro_batch_losses"]![i], GoldenTensors.Number(loss), $"micro-batch {i}");
            total += loss;
        }
        GoldenTensors.Check(golden, total, ("policy_log_probabilities", policy));
    }

    private static void Value(GoldenCase golden)
    {
        var answers = GoldenTensors.Segments(golden.Inputs["mask"]);
        var values = Packed(golden, "values", gradient: true);
        var returns = Packed(golden, "returns");
        var (perToken, clipped) = new ClippedValue { Clip = golden.OptionalParameter("clip") }.Compute(values, Packed(golden, "old_values"), returns);
        var metrics = golden.Expected["metrics"]!;
        if (metrics["value_clip_fraction"] is { } fraction) golden.Near(fraction, GoldenTensors.Number(clipped.to(torch.float64).mean()), "clip fraction");
        golden.Near(metrics["explained_variance"], ExplainedVariance.Compute(values.detach(), returns), "explained variance");
        golden.Near(metrics["value_error"], GoldenTensors.Number((values.detach() - returns).square().mean()), "value error");
        GoldenTensors.Check(golden, new TokenMean().Compute(perToken, answers, answers), ("values", values));
    }

    private static void Whole(GoldenCase golden)
    {
        var (mask, answers) = (golden.Inputs["mask"], GoldenTensors.Segments(golden.Inputs["mask"]));
        var logits = GoldenTensors.Whole(golden.Inputs["logits"], gradient: true);
        var values = Packed(golden, "values", gradient: true);
        var keep = GoldenTensors.Integers(mask).to(torch.@bool);
        var all = log_softmax(logits[keep] / golden.Parameter("temperature"), -1);                                   // (N, V)
        var logProbs = all.gather(1, GoldenTensors.Integers(golden.Inputs["tokens"])[keep].unsqueeze(1)).squeeze(1);
        var entropies = -(all.exp() * all).sum(-1);
        Near(golden, "log_probabilities", logProbs);
        Near(golden, "entropy_per_token", entropies);

        var terms = Clip(golden).Compute(logProbs, Packed(golden, "old_log_probabilities"), Packed(golden, "advantages"));
        var (valueTerms, _) = new ClippedValue { Clip = golden.Parameter("value_clip") }.Compute(values, Packed(golden, "old_values"), Packed(golden, "returns"));
        var mean = new TokenMean();
        var loss = mean.Compute(terms.PerToken, answers, answers) + golden.Parameter("value_coefficient") * mean.Compute(valueTerms, answers, answers)
            - golden.Parameter("entropy_coefficient") * mean.Compute(entropies, answers, answers);
        golden.Near(golden.Expected["loss"], GoldenTensors.Number(loss), "loss");
        loss.backward();
        var expected = GoldenTensors.Whole(golden.Expected["gradients"]!["logits"])[keep];
        GoldenTensors.Near(golden, GoldenTensors.Numbers(expected), GoldenTensors.Numbers(logits.grad![keep]), "gradient of logits");
        GoldenTensors.Near(golden, GoldenTensors.Kept(golden.Expected["gradients"]!["values"], mask), GoldenTensors.Numbers(values.grad!), "gradient of values");
    }

    private static ClippedPolicy Clip(GoldenCase golden) => new()
    {
        ClipLow = golden.Parameter("clip_low"),
        ClipHigh = golden.Parameter("clip_high"),
        DualClip = golden.OptionalParameter("dual_clip"),
        LogRatioLimit = golden.OptionalParameter("log_ratio_clamp")
    };

    private static void Near(GoldenCase golden, string name, torch.Tensor packed) =>
        GoldenTensors.Near(golden, GoldenTensors.Kept(golden.Expected[name], golden.Inputs["mask"]), GoldenTensors.Numbers(packed), name);
}
