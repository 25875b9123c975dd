using Heed.Evaluation.Plots;
using Heed.Feedback.Reports;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>Raters over time, their speed, who says what another says, and who says the same when asked again.</summary>
internal static class CoursePart
{
    private const int MostLines = 8, MostRows = 40;

    public static ReportPart Of(QualityReport report) => new("course", "Time, speed, copying")
    {
        Figures = [report.Courses.Count > 0 ? Courses(report) : null, report.Speed.Count > 0 ? Speed(report) : null, report.Steadiness.Count > 0 ? Repeats(report) : null, Copies(report)],
        Missing = report.Feedback.Votes == 0 ? "there are no votes." : null,
    };

    private static Figure Courses(QualityReport report)
    {
        var start = report.Span!.First;
        var ink = new[] { Ink.Bad, Ink.Second, Ink.Fourth, Ink.Third };
        var fallen = report.Courses.Where(c => c.Drift.AlarmAt is not null).Take(MostLines).ToArray();
        IReadOnlyList<PlotPoint> Points(RaterCourse c, bool band) => [.. c.Windows.Select(w => new PlotPoint((w.Middle - start).TotalDays, w.Right, band ? w.Interval.Low : null, band ? w.Interval.High : null))];
        PlotSeries[] series =
        [
            .. report.Courses.Except(fallen).Take(60).Select(c => new PlotSeries(c.Rater, Ink.Muted, Points(c, false)) { Form = SeriesForm.Faint }),
            .. fallen.Select((c, i) => new PlotSeries(c.Rater, ink[i % ink.Length], Points(c, true)) { Form = SeriesForm.LineAndDots, Dashed = i >= ink.Length }),
        ];
        var rows = report.Courses.Where(c => c.Drift.AlarmAt is not null).Select(c => (IReadOnlyList<string>)[c.Rater, NumberText.Percent(c.Drift.Before), NumberText.Percent(c.Drift.After ?? double.NaN), c.Since?.UtcDateTime.ToString("d MMM yyyy") ?? "–", c.Drift.PageHinkleyAt is null ? "no" : "yes"]).ToArray();
        return new Figure("courses", "Over time", new LineChart("Share of answers that the others call right, over time", new Axis("days since the first answer"), new Axis("right, by the others") { From = 0.3, To = 1, Percent = true }, series).Draw(),
            "By rater and stretch of time: the share of its answers that the other raters of the pair would call right. Thin lines are raters without a finding; a coloured line, with its 95 % band, is one whose answers became worse by the cumulative sum of evidence (Page), dated to where the evidence begins.",
            "level lines. A rule that changed shows as a fall of many raters at once: look at the guidelines first.", QualityJudge.Courses(report))
        { Numbers = rows.Length == 0 ? Markup.Empty : TableMarkup.Of(["Rater", "Before", "After", "Since", "Page–Hinkley too"], rows), Wide = fallen.Length > 3 };
    }

    private static Figure Speed(QualityReport report)
    {
        var rows = report.Speed.OrderByDescending(s => s.Value.TooFast).Take(MostRows).Select(s => new IntervalRow(s.Key, NumberText.Percent(s.Value.TooFast),
            [new IntervalMark(s.Value.Flagged ? "too often" : "tolerated", s.Value.Flagged ? Ink.Bad : Ink.First, s.Value.TooFast, s.Value.Interval.Low, s.Value.Interval.High)])).ToArray();
        return new Figure("speed", "Faster than reading", new IntervalPlot("Share of answers that came too fast", new Axis("answers that came too fast") { From = 0, To = 1, Percent = true }, rows).Draw(),
            "The share of each rater's answers that took less than 30 % of the usual time for as many words, or under half a second, with 95 % intervals.",
            "under 10 %. Speed alone proves nothing: some read fast, and some have seen the item before.", QualityJudge.Speed(report));
    }

    private static Figure Repeats(QualityReport report)
    {
        var rows = report.Steadiness.OrderBy(s => s.Value.Share).Take(MostRows).Select(s => new IntervalRow(s.Key, $"{NumberText.Percent(s.Value.Share)} of {s.Value.Repeats}",
            [new IntervalMark("the same", Ink.First, s.Value.Share, s.Value.Interval.Low, s.Value.Interval.High)])).ToArray();
        var sides = report.AllRepeats is { Swapped: { } swapped, Kept: { } kept } ? $" Of repeats with the sides exchanged {NumberText.Percent(swapped)} say the same, of the others {NumberText.Percent(kept)}." : "";
        return new Figure("repeats", "Asked again", new IntervalPlot("Share of repeats that say the same", new Axis("say the same") { From = 0, To = 1, Percent = true }, rows).Draw(),
            $"Items that a rater answered before, asked again a day or more later with sides drawn anew.{sides}",
            "80 % or more. It bounds how far a rater can agree with anybody; a difference by side shows who follows the side.", QualityJudge.Steady(report));
    }

    private static Figure Copies(QualityReport report) => new("copying", "Copying", report.Copies.Count == 0 ? Markup.Empty : TableMarkup.Of(["Raters", "Pairs", "Equal", "Expected", "p", "Second later"],
            report.Copies.Select(c => (IReadOnlyList<string>)[$"{c.Rater}, {c.Other}", NumberText.Count(c.Pairs), NumberText.Percent(c.Share), NumberText.Percent(c.Expected), c.P < 0.001 ? "< 0.001" : NumberText.Fixed(c.P, 3), NumberText.Percent(c.SecondLater)])),
        "Two raters who say the same on more of their common pairs than two who judge alone would, given how good they are and what all others say; p adjusted for all pairs of raters (Holm).",
        "nobody. Two who sit together, one person with two accounts, or a script look like this.",
        report.Feedback.Raters is null ? Judgement.Unknown("raters are not judged") : report.Copies.Count == 0 ? Judgement.Good("no two raters say the same more often than judging alone allows") : Judgement.Look($"{report.Copies.Count} pairs of raters say the same too often"));
}
