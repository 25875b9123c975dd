using Heed.Evaluation.Plots;
using Heed.Feedback.Reports;
using Heed.Feedback.Statistics;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>The raters one by one: how often right, and everything found about them.</summary>
internal static class RatersByFigurePart
{
    private const int MostRows = 40;

    public static ReportPart Of(QualityReport report) => new("raters", "Raters")
    {
        Figures = report.Feedback.Raters is { Count: > 0 } raters ? [Accuracies(report, raters), Table(report, raters)] : [],
        Missing = report.Feedback.Raters is { Count: > 0 } ? null : report.Feedback.ReliabilityNote.Length > 0 ? report.Feedback.ReliabilityNote : "there are no votes.",
    };

    private static Figure Accuracies(QualityReport report, IReadOnlyList<RaterReport> raters)
    {
        var serious = report.Findings.Where(f => f.Serious).Select(f => f.Rater).ToHashSet(StringComparer.Ordinal);
        var shown = raters.OrderByDescending(r => serious.Contains(r.Rater)).ThenBy(r => r.Accuracy).Take(MostRows).OrderByDescending(r => r.Accuracy);
        var rows = shown.Select(r => new IntervalRow(r.Rater, NumberText.Percent(r.Accuracy),
            [new IntervalMark(serious.Contains(r.Rater) ? "with a finding" : "in good standing", serious.Contains(r.Rater) ? Ink.Bad : Ink.First, r.Accuracy, r.AccuracyInterval?.Low, r.AccuracyInterval?.High)])).ToArray();
        var picture = new IntervalPlot("How often each rater is right, with 95 % intervals", new Axis("right") { From = 0.4, To = 1, Percent = true }, rows) { Rules = [new PlotRule(0.5, "coin")] };
        return new Figure("accuracy", "How often right", picture.Draw(),
            $"The estimated share of its pairs on which each rater takes the better answer, with 95 % intervals; the dotted line is a coin.{(raters.Count > MostRows ? $" The {MostRows} to look at first of {raters.Count}." : "")}",
            "most raters at 75 % or more; one at 50 % answers by coin, one below against the better answer.", QualityJudge.Raters(report))
        { OwnRow = true };
    }

    private static Figure Table(QualityReport report, IReadOnlyList<RaterReport> raters)
    {
        var findings = report.Findings.ToLookup(f => f.Rater);
        var paused = report.Paused.Select(p => p.Rater).ToHashSet(StringComparer.Ordinal);
        string[] head = ["Rater", "Votes", "Right", "Agrees", "Left", "Longer", "Time", "Known", "Repeats", "Weight", "Found"];
        var rows = raters.OrderByDescending(r => findings[r.Rater].Any(f => f.Serious)).ThenBy(r => r.Rater, StringComparer.Ordinal).Select(r => (IReadOnlyList<Markup>)
        [
            Markup.Text(r.Rater), Markup.Text(NumberText.Count(r.Votes)), Cell(r.Accuracy, r.AccuracyInterval), Markup.Text(r.AgreementWithOthers is { } a ? NumberText.Percent(a) : "–"),
            Cell(r.LeftShare, Wilson(r.LeftShare, r)), Cell(r.LongerShare, Wilson(r.LongerShare, r)), Markup.Text(r.MedianSeconds is { } s ? $"{NumberText.Short(s)} s" : "–"),
            Markup.Text(report.Gold.TryGetValue(r.Rater, out var gold) ? $"{gold.Right}/{gold.Asked}" : "–"), Markup.Text(report.Steadiness.TryGetValue(r.Rater, out var steady) ? $"{NumberText.Percent(steady.Share)} of {steady.Repeats}" : "–"),
            Markup.Text(NumberText.Fixed(r.Weight, 2)), Findings(findings[r.Rater], paused.Contains(r.Rater)),
        ]);
        return new Figure("rater-figures", "One by one", TableMarkup.Of(head, rows),
            "Share right by the model of the raters; share of equal votes with the others of a pair; shares of choices for the left and for the longer answer; median time; known answers right of asked; repeats that say the same; the weight of the votes in what is learned; and what was found, in words.",
            "left around 50 %; longer alike among raters; weights low only beside a finding. A finding is a reason to talk, not a verdict.", QualityJudge.Raters(report))
        { Wide = true };
    }

    private static Markup Findings(IEnumerable<RaterFinding> findings, bool paused)
    {
        var all = findings.ToArray();
        var state = paused ? Markup.Of($"<b class=\"flag\">paused</b> ") : Markup.Empty;
        return all.Length == 0 ? Markup.Of($"{state}{(paused ? "" : "–")}") : Markup.Of($"{state}{all.Select((f, i) => Markup.Of($"{(i == 0 ? "" : "; ")}{(f.Serious ? Markup.Of($"<b class=\"flag\">{f.Kind.ToString().ToLowerInvariant()}</b>") : Markup.Text(f.Kind.ToString().ToLowerInvariant()))}: {f.Reason}"))}");
    }

    private static Interval? Wilson(double? share, RaterReport rater)
    {
        var choices = rater.Votes * (1 - rater.TieShare);
        return share is { } s && choices >= 1 ? Proportion.Wilson(s * choices, choices, 0.95) : null;
    }

    /// <summary>The interval stands below the value, so that the table stays narrow.</summary>
    private static Markup Cell(double? value, Interval? interval) => value is not { } v ? Markup.Text("–")
        : interval is not { } i ? Markup.Text(NumberText.Percent(v)) : Markup.Of($"{NumberText.Percent(v)}<br/><small>{NumberText.Percent(i.Low).TrimEnd('%', '\u202f')} to {NumberText.Percent(i.High)}</small>");
}
