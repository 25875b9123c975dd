using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports.Judging;

/// <summary>Judges a loss curve: it must fall, and the held-out loss must follow.</summary>
public static class LossJudge
{
    private const double GapWorthALook = 0.10, GapBad = 0.30, RiseWorthALook = 0.01, RiseBad = 0.05;

    /// <param name="loss">Training loss by step, nats.</param>
    /// <param name="heldOut">Held-out loss by step, nats; null where not measured.</param>
    public static Judgement Of(Curve loss, Curve? heldOut)
    {
        if (loss.Count == 0) return Judgement.Unknown("the journal holds no step");
        if (loss.Values.Any(v => !double.IsFinite(v))) return Judgement.Bad("the training loss is not finite at some step");
        if (loss.Count > 1 && loss.End >= loss.Start) return Judgement.Bad($"the training loss did not fall: {NumberText.Short(loss.Start)} to {NumberText.Short(loss.End)} nats");
        var fell = $"training loss fell from {NumberText.Short(loss.First)} to {NumberText.Short(loss.End)} nats";
        return heldOut is { Count: > 0 } ? WithHeldOut(loss, heldOut, fell) : Judgement.Look($"{fell}, but no held-out loss was measured, so that learning by heart would not show");
    }

    private static Judgement WithHeldOut(Curve loss, Curve heldOut, string fell)
    {
        var gap = heldOut.Last / loss.End - 1;
        var rise = heldOut.Last / heldOut.Values.Min() - 1;
        var why = $"{fell}; held-out ends at {NumberText.Short(heldOut.Last)}, {NumberText.Percent(Math.Abs(gap))} {(gap >= 0 ? "above" : "below")} the training loss"
            + (rise > RiseWorthALook ? $", {NumberText.Percent(rise)} above its own minimum: it learns by heart from there on" : "");
        return Judgement.Worst(Judgement.Rising(gap, GapWorthALook, GapBad, why), Judgement.Rising(rise, RiseWorthALook, RiseBad, why));
    }
}
