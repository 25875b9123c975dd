using Heed.Evaluation.Plots;
using Heed.Feedback.Balance;
using Heed.Feedback.Reports;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>What the figures of a report on raters say.</summary>
internal static class QualityJudge
{
    public static Judgement Whole(QualityReport report)
    {
        var feedback = report.Feedback;
        if (feedback.Votes == 0) return Judgement.Unknown("There are no votes yet.");
        var opening = $"{NumberText.Count(feedback.RaterCount)} {(feedback.RaterCount == 1 ? "rater" : "raters")} gave {NumberText.Count(feedback.Votes)} votes on {NumberText.Count(feedback.Pairs)} pairs.";
        if (feedback.Raters is null) return Judgement.Unknown($"{opening} They could not be judged: {feedback.ReliabilityNote}");
        var serious = report.Findings.Where(f => f.Serious).Select(f => f.Rater).Distinct().Count();
        var agreement = feedback.Agreement is { } a ? $" Two of them agree on {NumberText.Percent(a)} of the pairs that both judged." : "";
        var ceiling = feedback.Ceiling.VotesOfUnflagged is { } c ? $" A model that knew every answer's worth would agree with {NumberText.Percent(c)} of the votes of raters in good standing." : "";
        var raters = serious == 0 ? " Nothing serious was found about any of them." : $" About {serious} of them there is something to talk about; their votes count for what they are worth, and none is deleted.";
        return Judgement.Worst(Raters(report), Agreement(feedback)) with { Why = opening + agreement + ceiling + raters };
    }

    public static Judgement Overlap(FeedbackReport feedback) => feedback.Votes == 0 ? Judgement.Unknown("there are no votes")
        : Judgement.Falling(feedback.MeanOverlap, 1.2, 1.05, $"{NumberText.Fixed(feedback.MeanOverlap, 2)} votes a pair on average, {NumberText.Percent(Shared(feedback))} of the pairs have two or more");

    private static double Shared(FeedbackReport feedback) => feedback.Pairs == 0 ? 0 : feedback.PairsByOverlap.Where(p => p.Key > 1).Sum(p => p.Value) / (double)feedback.Pairs;

    public static Judgement Agreement(FeedbackReport feedback)
    {
        if ((feedback.AlphaUnflagged ?? feedback.Alpha) is not { } alpha) return Judgement.Unknown("undefined: no pair has two votes, or all votes are equal");
        var beside = feedback.AlphaUnflagged is null || feedback.Flagged.Count == 0 ? "" : $" without the flagged raters ({NumberText.Fixed(feedback.Alpha ?? double.NaN, 2)} with them)";
        return Judgement.Falling(alpha, 0.2, 0.1, $"alpha is {NumberText.Fixed(alpha, 2)}{beside}");
    }

    public static Judgement Ceiling(FeedbackReport feedback) => (feedback.Ceiling.VotesOfUnflagged ?? feedback.Ceiling.FromAgreement) is not { } ceiling ? Judgement.Unknown("needs pairs with several votes")
        : Judgement.Falling(ceiling, 0.7, 0.6, $"{NumberText.Percent(ceiling)}: a reward model that reaches more on held-out single votes has seen them before");

    public static Judgement Raters(QualityReport report)
    {
        if (report.Feedback.Raters is not { Count: > 0 } raters) return Judgement.Unknown("raters are not judged");
        var serious = report.Findings.Where(f => f.Serious).Select(f => f.Rater).Distinct().Count();
        return Judgement.Rising(serious / (double)raters.Count, 0, 0.5, $"{serious} of {raters.Count} raters have a finding to talk about");
    }

    public static Judgement Left(FeedbackReport feedback) => feedback.LeftShareInterval is not { } left ? Judgement.Unknown("it is not known which answer stood on which side")
        : left.Contains(0.5) ? Judgement.Good($"{NumberText.Percent(feedback.LeftShare!.Value)} of the choices fall on the left, as chance would have it")
        : Judgement.Rising(Math.Abs(feedback.LeftShare!.Value - 0.5), 0.02, 0.1, $"{NumberText.Percent(feedback.LeftShare.Value)} of the choices fall on the left");

    public static Judgement Effects(QualityReport report)
    {
        if (report.Effects.Count == 0) return Judgement.Unknown("too few choices to tell");
        var strong = report.Effects.Where(e => e.P < 0.01 && Math.Abs(e.Effect.Value) > 0.3).Select(e => e.Feature).ToArray();
        return strong.Length == 0 ? Judgement.Good("nothing moves choices by more than a third of a logit") : Judgement.Look($"choices go with {string.Join(", ", strong)}");
    }

    public static Judgement Sided(QualityReport report, Func<RaterReport, bool> flagged, string what) => report.Feedback.Raters is not { Count: > 0 } raters ? Judgement.Unknown("raters are not judged")
        : raters.Where(flagged).Select(r => r.Rater).ToArray() is { Length: > 0 } some ? Judgement.Look($"{string.Join(", ", some)} {(some.Length == 1 ? "prefers" : "prefer")} {what}, beyond chance and many tests")
        : Judgement.Good($"nobody prefers {what} beyond chance and many tests");

    public static Judgement Courses(QualityReport report) => report.Courses.Count == 0 ? Judgement.Unknown("too few shared answers in time")
        : report.Courses.Where(c => c.Drift.AlarmAt is not null).Select(c => c.Rater).ToArray() is { Length: > 0 } some ? Judgement.Look($"{string.Join(", ", some)} became worse")
        : Judgement.Good($"none of {report.Courses.Count} raters became worse");

    public static Judgement Speed(QualityReport report) => report.Speed.Count == 0 ? Judgement.Unknown("no times were recorded")
        : report.Speed.Where(s => s.Value.Flagged).Select(s => s.Key).ToArray() is { Length: > 0 } some ? Judgement.Look($"{string.Join(", ", some)} {(some.Length == 1 ? "answers" : "answer")} faster than anybody reads")
        : Judgement.Good("everybody takes the time that reading takes");

    public static Judgement Steady(QualityReport report) => report.AllRepeats is not { } all ? Judgement.Unknown("nobody was asked anything twice")
        : Judgement.Falling(all.Share, 0.75, 0.6, $"{NumberText.Percent(all.Share)} of {all.Repeats} repeats say the same; no rater can agree with others more than with itself");

    public static Judgement Population(PopulationFit population) => Judgement.Rising(population.DesignEffect, 1.5, 3,
        $"{NumberText.Fixed(population.DesignEffect, 2)} answers are worth one of a sample like the population{(population.Unreachable.Count == 0 ? "" : $"; nobody answered from {string.Join(", ", population.Unreachable)}")}");

    public static Judgement Standing(Standings standings)
    {
        var (best, second, lead) = (standings.Sources[0].Source, standings.Sources[1].Source, standings.Lead);
        var words = $"{NumberText.Fixed(lead.Value, 2)} logits (95 % {NumberText.Fixed(lead.Low, 2)} to {NumberText.Fixed(lead.High, 2)})";
        return lead.Low > 0 ? Judgement.Good($"{best} is ahead of {second} by {words}") : Judgement.Look($"{best} and {second} cannot be told apart yet: {words} between them");
    }
}
