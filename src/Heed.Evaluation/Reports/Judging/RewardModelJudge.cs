using Heed.Evaluation.Plots;
using Heed.Evaluation.RewardModels;

namespace Heed.Evaluation.Reports.Judging;

/// <summary>Judges a reward model on held-out pairs.</summary>
public static class RewardModelJudge
{
    private const double NearCeiling = 0.08, FarFromCeiling = 0.2, LearnedByHeart = 0.15;

    /// <summary>Accuracy beside its ceiling; it must be above chance at all.</summary>
    public static Judgement Accuracy(RewardModelFigures figures)
    {
        var accuracy = NumberText.Interval(figures.Accuracy, NumberText.Percent);
        if (!figures.Accuracy.Above(0.5)) return Judgement.Bad($"{accuracy} of the judgements: not above chance");
        if (figures.Ceiling is not { } ceiling)
            return Judgement.Falling(figures.Accuracy.Value, 0.65, 0.58, $"{accuracy} of the judgements; the ceiling is not known without several raters a pair");
        var below = ceiling - figures.Accuracy.Value;
        var why = $"{accuracy} of the judgements, {NumberText.Short(100 * Math.Abs(below))} points {(below >= 0 ? "below" : "above")} the ceiling of {NumberText.Percent(ceiling)}";
        return Judgement.Rising(below, NearCeiling, FarFromCeiling, why);
    }

    /// <summary>Calibration error against what chance alone gives.</summary>
    public static Judgement Calibration(RewardModelFigures figures)
    {
        var side = figures.Temperature > 1.05 ? "overconfident" : figures.Temperature < 0.95 ? "underconfident" : "neither over- nor underconfident";
        var why = $"expected calibration error {NumberText.Fixed(figures.CalibrationError, 3)} (chance alone gives up to {NumberText.Fixed(figures.CalibrationNoise, 3)}); best temperature {NumberText.Fixed(figures.Temperature, 2)}, so {side}";
        return figures.CalibrationError <= figures.CalibrationNoise ? Judgement.Good(why) : Judgement.Rising(figures.CalibrationError, 0.05, 0.15, why);
    }

    /// <summary>The training loss: under log 2, which knows nothing, and not near 0, which knows the votes by heart.</summary>
    public static Judgement Loss(Curve loss)
    {
        if (loss.Count == 0 || loss.Values.Any(v => !double.IsFinite(v))) return Judgement.Bad("not finite at some step");
        var why = $"from {NumberText.Short(loss.Start)} to {NumberText.Short(loss.End)} nats a pair";
        return loss.End >= Math.Log(2) ? Judgement.Bad($"{why}: nothing was learned")
            : loss.End < LearnedByHeart ? Judgement.Look($"{why}: it knows the votes by heart; held-out accuracy is what counts") : Judgement.Good(why);
    }

    /// <summary>The model's taste for length against people's own.</summary>
    public static Judgement Length(RewardModelFigures figures)
    {
        var excess = figures.LongerByModel.Value - figures.LongerByPeople.Value;
        var why = $"the model prefers the longer answer in {NumberText.Percent(figures.LongerByModel.Value)} of pairs, its judges in {NumberText.Percent(figures.LongerByPeople.Value)}; rank correlation of margin and length {NumberText.Fixed(figures.LengthCorrelation, 2)}";
        return Judgement.Worst(Judgement.Rising(Math.Abs(excess), 0.1, 0.2, why), Judgement.Rising(Math.Abs(figures.LengthCorrelation), 0.5, 0.75, why));
    }
}
