using Heed.Learning.PolicyOptimization.Shaping;
using Heed.Testing;

namespace Heed.Learning.Tests.PolicyOptimization;

internal static class KlGolden
{
    public static Dictionary<string, Action<GoldenCase>> Kinds { get; } = new()
    {
        ["kl_estimator"] = golden => Estimate(golden, Named(golden, "estimator")),
        ["kl_estimator_clamped"] = golden => Estimate(golden, new ClampedKl(Named(golden, "estimator"), golden.Parameter("input_clamp"), golden.Parameter("output_clamp"))),
        ["kl_exact"] = Exact,
        ["adaptive_kl"] = Adaptive,
        ["soft_overlong"] = Overlong,
        ["repetition_penalty"] = Repetition,
    };

    public static KlEstimator Named(GoldenCase golden, string key) => (string)golden.Parameters[key]! switch
    {
        "k1" => new K1(),
        "k2" => new K2(),
        "k3" => new K3(),
        "absolute" => new AbsoluteKl(),
        "k3_value_k2_gradient" => new K3WithGradientOfK2(),
        var other => throw new InvalidOperationException(other)
    };

    private static void Estimate(GoldenCase golden, KlEstimator estimator)
    {
        var mask = golden.Inputs["mask"];
        var policy = GoldenTensors.Packed(golden.Inputs["policy_log_probabilities"], mask, gradient: true);
        var kl = estimator.Compute(policy - GoldenTensors.Packed(golden.Inputs["reference_log_probabilities"], mask));
        GoldenTensors.Near(golden, GoldenTensors.Kept(golden.Expected["per_token"], mask), GoldenTensors.Numbers(kl), "per token");
        if (golden.Expected["gradients"] is null) golden.Near(golden.Expected["loss"], GoldenTensors.Number(kl.mean()), "loss");
        else GoldenTensors.Check(golden, kl.mean(), ("policy_log_probabilities", policy));
    }

    private static void Exact(GoldenCase golden)
    {
        var policy = GoldenTensors.Whole(golden.Inputs["policy_logits"], gradient: true);
        var reference = GoldenTensors.Whole(golden.Inputs["reference_logits"]);
        golden.Near(golden.Expected["entropy"], GoldenTensors.Numbers(ExactKl.Entropy(policy)), "entropy");
        foreach (var (name, kl) in new[] { ("reverse", ExactKl.Reverse(policy, reference)), ("forward", ExactKl.Forward(policy, reference)) })
        {
            policy.grad?.zero_();
            kl.sum().backward();
            golden.Near(golden.Expected[name], GoldenTensors.Numbers(kl), name);
            golden.Near(golden.Expected[name + "_gradients"], GoldenTensors.Numbers(policy.grad!), name + " gradients");
        }
    }

    private static void Adaptive(GoldenCase golden)
    {
        KlCoefficient coefficient = new AdaptiveKl
        {
            Value = golden.Parameter("initial"),
            Target = golden.Parameter("target"),
            Horizon = golden.Parameter("horizon"),
            ErrorLimit = golden.Parameter("error_clip")
        };
        var after = golden.Input("kl").Zip(golden.Input("steps")).Select(s => (coefficient = coefficient.After(s.First, (int)s.Second)).Value).ToArray();
        golden.Near(golden.Expected["coefficient_after"], after, "coefficient");
    }

    private static void Overlong(GoldenCase golden)
    {
        var shaping = new SoftOverlong { MaxLength = (int)golden.Parameter("max_length"), Buffer = (int)golden.Parameter("cache") };
        golden.Near(golden.Expected["penalty"], [.. golden.Input("lengths").Select(l => shaping.Compute((int)l))], "penalty");
    }

    private static void Repetition(GoldenCase golden)
    {
        var shaping = new RepetitionPenalty { Length = (int)golden.Parameter("ngram"), Largest = golden.Parameter("max_penalty") };
        var answers = golden.Inputs["token_ids"]!.AsArray().Select(a => GoldenCase.Flat(a).Select(t => (int)t).ToArray());
        golden.Near(golden.Expected["penalty"], [.. answers.Select(a => shaping.Compute(a))], "penalty");
    }
}
