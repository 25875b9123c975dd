using Heed.Evaluation.Plots;
using Heed.Evaluation.Policies;
using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>The outcome of the run in words, computed from its numbers.</summary>
internal static class Verdict
{
    public static Judgement Of(ReportData data)
    {
        if (data.Comparison?.Pairs is not { Count: > 0 } pairs) return Judgement.Unknown("No policy was compared in this run.");
        var pair = pairs[0];
        var rate = pair.GoldWinRate ?? pair.RewardWinRate;
        var judge = pair.GoldWinRate is null ? "by the reward model (there is no hidden truth to ask)" : "by the hidden gold reward";
        var sentence = $"{Opening(rate)}: {judge} the policy wins {NumberText.Percent(rate.Value)} of {NumberText.Count(data.Comparison.Prompts)} held-out prompts against {pair.Against} "
            + $"(95 % interval {NumberText.Percent(rate.Low)} to {NumberText.Percent(rate.High)}){Distance(data.Comparison.Models[^1])}.{Gold(data.Comparison)}{OverOptimised(data)}";
        return rate.Above(0.5) ? pair.GoldWinRate is null ? Judgement.Look(sentence) : Judgement.Good(sentence) : rate.Below(0.5) ? Judgement.Bad(sentence) : Judgement.Look(sentence);
    }

    private static string Opening(Measurement rate) =>
        rate.Above(0.75) ? "The policy is clearly better than where it started" : rate.Above(0.5) ? "The policy is better than where it started"
        : rate.Below(0.5) ? "The policy is worse than where it started" : "No difference from where it started could be shown";

    private static string Distance(ModelFigures policy) => policy.Kl is { } kl ? $", {NumberText.Fixed(kl.Value, 1)} nats from it" : "";

    private static string Gold(ComparisonResult comparison) => comparison.Models.All(m => m.Gold is not null)
        ? $" Mean gold: {string.Join(", ", comparison.Models.Select(m => $"{m.Name} {NumberText.Fixed(m.Gold!.Value.Value, 2)}"))}." : "";

    private static string OverOptimised(ReportData data)
    {
        var lost = data.Optimisation is { Count: > 0 } points ? new OptimisationPath(points).ShareLost() : double.NaN;
        return lost > 0.15 ? $" Over-optimised: {NumberText.Percent(lost)} of the gold once gained was lost by the end of training." : "";
    }
}
