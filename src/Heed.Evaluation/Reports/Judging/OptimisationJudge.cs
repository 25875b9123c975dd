using Heed.Evaluation.Plots;
using Heed.Evaluation.Policies;

namespace Heed.Evaluation.Reports.Judging;

/// <summary>Judges whether the hidden reward followed the learned one to the end.</summary>
public static class OptimisationJudge
{
    public static Judgement Of(OptimisationPath path)
    {
        if (!path.HasGold) return Judgement.Unknown("there is no hidden reward to compare with; ask people instead, now and then");
        var peak = path.Peak()!;
        var lost = path.ShareLost();
        if (double.IsNaN(lost)) return Judgement.Bad("the hidden reward never rose above its start");
        var why = $"gold is highest near step {NumberText.Count(peak.Step)} (KL {NumberText.Short(peak.Kl)} nats) and has lost {NumberText.Percent(lost)} of its gain by the end";
        return Judgement.Rising(lost, 0.15, 0.4, why);
    }
}
