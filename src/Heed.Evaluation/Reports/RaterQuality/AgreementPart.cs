using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Sections;
using Heed.Feedback.Answers;
using Heed.Feedback.Reports;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>Overlap, agreement, and what it allows.</summary>
internal static class AgreementPart
{
    public static ReportPart Of(QualityReport report) => new("agreement", "Overlap and agreement")
    {
        Lead = TableMarkup.OfFacts(Facts(report.Feedback)),
        Figures = [Overlap(report.Feedback), Alpha(report.Feedback), Ceiling(report.Feedback)],
        Missing = report.Feedback.Votes == 0 ? "there are no votes." : null,
    };

    private static IEnumerable<Fact> Facts(FeedbackReport feedback)
    {
        yield return new Fact("Pairs", NumberText.Count(feedback.Pairs));
        yield return new Fact("Votes", NumberText.Count(feedback.Votes));
        yield return new Fact("Votes a pair", NumberText.Fixed(feedback.MeanOverlap, 2));
        yield return new Fact("Ties", NumberText.Percent(feedback.TieShare));
        foreach (var tie in feedback.Ties)
            yield return new Fact($"Kappa of “{Word(tie.Tie)}”", tie.Kappa is { } kappa ? $"{NumberText.Fixed(kappa, 2)} (by chance 0 ± {NumberText.Fixed(2 * tie.StandardError!.Value, 2)})" : "–");
        if (feedback.MedianSeconds is { } seconds) yield return new Fact("Median time", $"{NumberText.Short(seconds)} s");
    }

    private static string Word(Verdict tie) => tie switch { Verdict.BothGood => "both good", Verdict.BothBad => "both bad", _ => "equal" };

    private static Figure Overlap(FeedbackReport feedback)
    {
        var bars = feedback.PairsByOverlap.Select(p => new Bar(p.Key == 1 ? "one vote" : $"{p.Key} votes", NumberText.Count(p.Value), p.Value, p.Key == 1 ? Ink.Muted : Ink.First)).ToArray();
        return new Figure("overlap", "Votes a pair", new BarChart("Number of pairs by number of votes", new Axis("pairs") { From = 0 }, bars).Draw(),
            "How many pairs have how many votes.", "most pairs with one vote and 10 to 20 % with three or more: the shared ones tell what the raters are worth.", QualityJudge.Overlap(feedback));
    }

    private static Figure Alpha(FeedbackReport feedback)
    {
        IntervalRow[] rows =
        [
            .. feedback.Alpha is { } all ? (IntervalRow[])[new IntervalRow("all raters", NumberText.Fixed(all, 3), [new IntervalMark("alpha", Ink.First, all, feedback.AlphaInterval?.Low, feedback.AlphaInterval?.High)])] : [],
            .. feedback is { AlphaUnflagged: { } some, Flagged.Count: > 0 } ? (IntervalRow[])[new IntervalRow("without the flagged", NumberText.Fixed(some, 3), [new IntervalMark("alpha", Ink.First, some)])] : [],
            .. feedback.Agreement is { } raw ? (IntervalRow[])[new IntervalRow("equal votes", NumberText.Percent(raw), [new IntervalMark("share", Ink.Muted, raw)])] : [],
        ];
        var picture = rows.Length == 0 ? Markup.Empty : new IntervalPlot("Agreement of raters", new Axis("Krippendorff's alpha, and share of equal votes") { From = 0, To = 1 }, rows).Draw();
        return new Figure("alpha", "Agreement", picture,
            "Krippendorff's alpha over first, second or neither, with the 95 % interval from resampling pairs, and the plain share of equal votes among two raters of a pair.",
            "alpha of 0.2 to 0.5 is usual for preferences; the share of equal votes 63 to 77 %.", QualityJudge.Agreement(feedback));
    }

    private static Figure Ceiling(FeedbackReport feedback)
    {
        var c = feedback.Ceiling;
        (string Name, double? Value)[] known = [("single votes", c.Votes), ("of unflagged raters", c.VotesOfUnflagged), ("the consensus", c.Consensus), ("if all pairs were as clear", c.FromAgreement)];
        var bars = known.Where(k => k.Value is not null).Select(k => new Bar(k.Name, NumberText.Percent(k.Value!.Value), k.Value!.Value, k.Name == "the consensus" ? Ink.Third : Ink.First)).ToArray();
        return new Figure("ceiling", "The ceiling of accuracy", bars.Length == 0 ? Markup.Empty : new BarChart("The most a reward model can agree", new Axis("agreement of a perfect model") { From = 0, To = 1, Percent = true }, bars) { Rules = [new PlotRule(0.5, "coin")] }.Draw(),
            "How often a model that knows which answer of every pair is better would agree: with single votes, with those of raters in good standing, and with the consensus; last, what agreement of two raters alone implies, as if every pair were equally clear.",
            "70 to 85 % of single votes. The accuracy of a reward model belongs beside this number.", QualityJudge.Ceiling(feedback));
    }
}
