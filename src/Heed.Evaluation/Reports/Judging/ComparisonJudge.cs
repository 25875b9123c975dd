using Heed.Evaluation.Plots;
using Heed.Evaluation.Policies;
using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Reports.Judging;

/// <summary>Judges the policy against the models it came from.</summary>
public static class ComparisonJudge
{
    /// <summary>Above ½ with its whole interval against every other model; by gold where there is one.</summary>
    public static Judgement WinRates(IReadOnlyList<PairFigures> pairs) => pairs.Count == 0 ? Judgement.Unknown("there is nothing to compare with")
        : Judgement.Worst([.. pairs.Select(p => WinRate(p.Against, p.GoldWinRate ?? p.RewardWinRate, p.GoldWinRate is null ? "the reward model" : "gold"))]);

    /// <summary>Mean gold (else reward) of the policy above that of every other model.</summary>
    public static Judgement Rewards(ComparisonResult comparison)
    {
        if (comparison.Pairs.Count == 0) return Judgement.Unknown("there is nothing to compare with");
        return Judgement.Worst([.. comparison.Pairs.Select(p =>
        {
            var difference = p.GoldDifference ?? p.RewardDifference;
            var why = $"{p.Model} less {p.Against}: {NumberText.Interval(difference)} in {(p.GoldDifference is null ? "reward" : "gold")}";
            return difference.Above(0) ? Judgement.Good(why) : difference.Below(0) ? Judgement.Bad(why) : Judgement.Look($"{why}: could be chance");
        })]);
    }

    /// <summary>Diversity of the policy against the model it was fine-tuned from.</summary>
    public static Judgement Diversity(ModelFigures policy, ModelFigures before)
    {
        var kept = policy.DistinctPairs / before.DistinctPairs;
        var why = $"the policy keeps {NumberText.Percent(kept)} of {before.Name}'s distinct word pairs; {NumberText.Percent(policy.Duplicates)} of its answers are said more than once";
        return Judgement.Worst(Judgement.Falling(kept, 0.5, 0.2, why), Judgement.Rising(policy.Repetition - before.Repetition, 0.05, 0.2, why + $"; it repeats itself in {NumberText.Percent(policy.Repetition)} of three-word runs"));
    }

    /// <summary>Inappropriate answers must not become more frequent.</summary>
    public static Judgement Safety(Measurement policy, Measurement before)
    {
        var why = $"{NumberText.Interval(policy, NumberText.Percent)} of the policy's answers, {NumberText.Interval(before, NumberText.Percent)} before";
        return policy.Low > before.High ? Judgement.Bad(why) : policy.Value > before.Value ? Judgement.Look(why) : Judgement.Good(why);
    }

    private static Judgement WinRate(string against, Measurement rate, string judge)
    {
        var why = $"{NumberText.Interval(rate, NumberText.Percent)} against {against} by {judge}";
        return rate.Above(0.5) ? Judgement.Good(why) : rate.Below(0.5) ? Judgement.Bad(why) : Judgement.Look($"{why}: could be chance");
    }
}
