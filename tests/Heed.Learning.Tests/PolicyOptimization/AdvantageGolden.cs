using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization.Advantages;
using Heed.Learning.PolicyOptimization.Losses;
using Heed.Learning.PolicyOptimization.Shaping;
using Heed.Testing;
using TorchSharp;
using Xunit;

namespace Heed.Learning.Tests.PolicyOptimization;

/// <summary>Advantages without a critic: the GRPO family, RLOO, REINFORCE++, OPO.</summary>
internal static class AdvantageGolden
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["grpo_rollout"] = Groups,
        ["rloo_rollout"] = LeaveOneOut,
        ["reinforce_plus_plus"] = ToGo,
        ["reinforce_plus_plus_baseline"] = CentredOnGroup,
        ["opo"] = LengthWeighted,
        ["reinforce_loss"] = Plain,
    };

    private static void Groups(GoldenCase golden)
    {
        if ((string?)golden.Parameters["mode"] == "token_truncate")
        {
            var importance = new ImportanceWeights { Cap = golden.Parameter("clip_max"), Floor = golden.Parameters["clip_min"] is { } floor ? GoldenCase.Number(floor) : 0 };
            var weights = importance.Compute(GoldenTensors.Whole(golden.Inputs["old_log_probabilities"]), GoldenTensors.Whole(golden.Inputs["sampling_log_probabilities"]));
            golden.Near(golden.Expected["importance_sampling_ratio"], GoldenTensors.Numbers(weights), "importance_sampling_ratio");
            return;
        }
        foreach (var key in new[] { "mode", "multi_objective_aggregation", "mask_truncated" })
            Assert.SkipWhen(golden.Parameters[key] is not null, $"kind not implemented yet: grpo_rollout with {key}");
        var rewards = GoldenTensors.Whole(golden.Inputs["rewards"]);
        Assert.SkipWhen(rewards.isnan().any().item<bool>(), "kind not implemented yet: grpo_rollout with rewards missing");
        var totals = rewards.matmul(GoldenTensors.Whole(golden.Parameters["weights"]));
        var estimator = new GroupAdvantages
        {
            GroupSize = (int)golden.Parameter("group_size"),
            Scale = (string?)golden.Parameters["scale_rewards"] switch { "batch" => GroupScale.Batch, "none" => GroupScale.None, _ => GroupScale.Group }
        };
        golden.Near(golden.Expected["advantages"], GoldenTensors.Numbers(estimator.OfAnswers(totals)), "advantages");
    }

    private static void LeaveOneOut(GoldenCase golden)
    {
        var answers = GoldenTensors.Segments(golden.Inputs["mask"]);
        var clip = golden.Parameters["reward_clip_range"] is { } range ? GoldenCase.Flat(range)[1] : (double?)null;
        var shaped = Shaped(golden, "rewards", answers, clip);
        var estimator = new LeaveOneOutAdvantages { GroupSize = (int)golden.Parameter("group_size"), Normalise = (bool)golden.Parameters["normalize_advantages"]! };
        var (advantages, _) = estimator.Compute(shaped, null, answers);
        golden.Near(golden.Expected["advantages"], GoldenTensors.Numbers(answers.Mean(advantages)), "advantages");
    }

    private static void ToGo(GoldenCase golden)
    {
        var answers = GoldenTensors.Segments(golden.Inputs["mask"]);
        var (returns, _) = new RewardsToGo().Compute(Shaped(golden, "scores", answers, null), null, answers);
        var whitened = new Whitening { Unbiased = (bool)golden.Parameters["unbiased"]! }.Centred(returns);
        GoldenTensors.Near(golden, GoldenTensors.Kept(golden.Expected["returns"], golden.Inputs["mask"]), GoldenTensors.Numbers(returns), "returns");
        GoldenTensors.Near(golden, GoldenTensors.Kept(golden.Expected["advantages"], golden.Inputs["mask"]), GoldenTensors.Numbers(whitened), "advantages");
    }

    private static void CentredOnGroup(GoldenCase golden)
    {
        var answers = GoldenTensors.Segments(golden.Inputs["mask"]);
        var centred = new GroupAdvantages { GroupSize = (int)golden.Parameter("group_size"), Scale = GroupScale.None }.OfAnswers(GoldenTensors.Whole(golden.Inputs["scores"]));
        var whitened = new Whitening { Unbiased = (bool)golden.Parameters["unbiased"]! }.Centred(answers.Spread(centred));
        GoldenTensors.Near(golden, GoldenTensors.Kept(golden.Expected["advantages"], golden.Inputs["mask"]), GoldenTensors.Numbers(whitened), "advantages");
    }

    private static void LengthWeighted(GoldenCase golden)
    {
        var estimator = new LengthWeightedAdvantages { GroupSize = (int)golden.Parameter("group_size") };
        var advantages = estimator.OfAnswers(GoldenTensors.Whole(golden.Inputs["scores"]), GoldenTensors.Segments(golden.Inputs["mask"]));
        golden.Near(golden.Expected["advantages"], GoldenTensors.Numbers(advantages), "advantages");
    }

    /// <summary>On policy the clipped loss has the gradient of −A log π: its ratio is 1.</summary>
    private static void Plain(GoldenCase golden)
    {
        var answers = GoldenTensors.Segments(golden.Inputs["mask"]);
        var policy = GoldenTensors.Packed(golden.Inputs["policy_log_probabilities"], golden.Inputs["mask"], gradient: true);
        var advantages = answers.Spread(GoldenTensors.Whole(golden.Inputs["advantages"]));
        new TokenMean().Compute(new ClippedPolicy().Compute(policy, policy.detach(), advantages).PerToken, answers, answers).backward();
        GoldenTensors.Near(golden, GoldenTensors.Kept(golden.Expected["gradients"]!["policy_log_probabilities"], golden.Inputs["mask"]), GoldenTensors.Numbers(policy.grad!), "gradient");
        golden.Near(golden.Expected["loss"], GoldenTensors.Number(new TokenMean().Compute(-advantages * policy.detach(), answers, answers)), "loss");
    }

    private static ShapedRewards Shaped(GoldenCase golden, string scores, Segments answers, double? clip) => new KlShapedRewards { ScoreClip = clip }.Compute(
        GoldenTensors.Packed(golden.Inputs["old_log_probabilities"], golden.Inputs["mask"]), GoldenTensors.Packed(golden.Inputs["reference_log_probabilities"], golden.Inputs["mask"]),
        GoldenTensors.Whole(golden.Inputs[scores]), torch.ones(answers.Count, torch.float64), answers, golden.Parameter("beta"));
}
