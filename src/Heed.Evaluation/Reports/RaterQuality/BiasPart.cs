using Heed.Evaluation.Plots;
using Heed.Feedback.Balance;
using Heed.Feedback.Biases;
using Heed.Feedback.Reliability;
using Heed.Feedback.Reports;
using Heed.Feedback.Statistics;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>What moves choices beside quality: side, length, style, and who judges.</summary>
internal static class BiasPart
{
    private const int MostRows = 40;

    public static ReportPart Of(QualityReport report) => new("bias", "Bias")
    {
        Figures =
        [
            Effects(report),
            ByRater(report, "side-effects", "Left or right, by rater", "logits in favour of the left", r => r.Side, r => r.Flag == RaterFlag.Side, "one side",
                "How far each rater leans to the left (above 0) or right (below), whatever the answers say, with 95 % intervals."),
            ByRater(report, "length-effects", "Longer or shorter, by rater", "logits a standard deviation of length", r => r.Length, r => r.Flag == RaterFlag.Length, "length",
                "How far each rater leans to the longer answer (above 0) beyond what all raters share, with 95 % intervals. What they share is taken as quality that comes with length."),
            .. report.Groups.Select(g => Groups(g.Key, g.Value)),
            .. report.Coverage.Select(Coverage),
        ],
        Missing = report.Feedback.Votes == 0 ? "there are no votes." : null,
    };

    private static Figure Effects(QualityReport report)
    {
        var rows = report.Effects.Select(e => new IntervalRow(e.Feature, P(e), [new IntervalMark("effect", e.P < 0.01 ? Ink.Bad : Ink.First, e.Effect.Value, e.Effect.Low, e.Effect.High)])).ToArray();
        var picture = rows.Length == 0 ? Markup.Empty : new IntervalPlot("What choices go with", new Axis("logits") { From = -0.5, To = 0.5 }, rows) { Rules = [new PlotRule(0, "no effect")] }.Draw();
        return new Figure("effects", "What choices go with", picture,
            "All raters together: logits for the answer on the left, and for a standard deviation more of length, headings, list items and bold, beside who wrote the answers. p-values are adjusted for their number (Holm); intervals allow for raters who differ.",
            "the left at 0, since sides are drawn at random. Style that goes with choices may be quality or habit: the numbers cannot tell.", QualityJudge.Effects(report));
    }

    private static string P(FeatureEffect effect) => effect.P < 0.001 ? "p < 0.001" : $"p = {NumberText.Fixed(effect.P, 3)}";

    private static Figure? ByRater(QualityReport report, string id, string title, string axis, Func<RaterReport, Estimate> effect, Func<RaterReport, bool> flagged, string what, string shows)
    {
        if (report.Feedback.Raters is not { Count: > 0 } raters) return null;
        var rows = raters.OrderByDescending(r => Math.Abs(effect(r).Away())).Take(MostRows).OrderByDescending(r => effect(r).Value).Select(r => new IntervalRow(r.Rater, NumberText.Fixed(effect(r).Value, 2),
            [new IntervalMark(flagged(r) ? "flagged" : "within chance or small", flagged(r) ? Ink.Bad : Ink.First, effect(r).Value, effect(r).Low, effect(r).High)])).ToArray();
        return new Figure(id, title, new IntervalPlot(title, new Axis(axis), rows) { Rules = [new PlotRule(0, "none")] }.Draw(), shows,
            "around 0. A logit turns an even choice into 73 : 27. Flagged: more than half a logit of side or 0.4 of length, and of such findings fewer than one in fifty by chance (Benjamini and Hochberg over all raters).",
            QualityJudge.Sided(report, flagged, what));
    }

    private static Figure Groups(string attribute, IReadOnlyList<GroupFigures> groups)
    {
        var rows = groups.Select(g => new IntervalRow(g.Group, g.P is { } p ? $"p = {NumberText.Fixed(p, 3)}" : "–",
        [
            .. g.Within is { } within ? (IntervalMark[])[new IntervalMark("with each other", Ink.First, within)] : [],
            .. g.Across is { } across ? (IntervalMark[])[new IntervalMark("with the others", Ink.Second, across)] : [],
        ])).ToArray();
        var numbers = groups.Select(g => (IReadOnlyList<string>)[g.Group, NumberText.Count(g.Raters), g.Alpha is { } alpha ? NumberText.Fixed(alpha, 2) : "–",
            g.AlphaInterval is { } i ? $"{NumberText.Fixed(i.Low, 2)} to {NumberText.Fixed(i.High, 2)}" : "–", g.Within is { } w ? NumberText.Percent(w) : "–", g.Across is { } a ? NumberText.Percent(a) : "–", g.P is { } q ? NumberText.Fixed(q, 3) : "–"]).ToArray();
        var apart = groups.Where(g => g.P < 0.05).Select(g => g.Group).ToArray();
        return new Figure($"groups-{attribute}", $"Agreement by {attribute}", rows.Length == 0 ? Markup.Empty : new IntervalPlot($"Agreement by {attribute}", new Axis("share of equal votes") { Percent = true }, rows).Draw(),
            $"How often two raters of a group agree, and one of the group with one of another. p by exchanging the raters' groups at random, adjusted for the number of groups. Groups of fewer than ten raters are not shown.",
            "both shares alike: groups see things alike. Where they do not, a single reward for all is a choice to be made, not a fact.",
            rows.Length == 0 ? Judgement.Unknown("no group has ten raters") : apart.Length == 0 ? Judgement.Good("no group agrees more with itself than chance allows") : Judgement.Look($"{string.Join(", ", apart)} agree more among themselves than with the others"))
        { Numbers = numbers.Length == 0 ? Markup.Empty : TableMarkup.Of(["Group", "Raters", "Alpha", "95 %", "Within", "Across", "p"], numbers) };
    }

    private static Figure Coverage(CoverageTable table) => new($"coverage-{table.Attribute}", $"Who was asked about what, by {table.Attribute}",
        TableMarkup.Of(["Group", .. table.Kinds], table.Groups.Zip(table.Answers, (group, row) => (IReadOnlyList<string>)[group, .. row.Select(n => NumberText.Percent(n / (double)Math.Max(1, row.Sum())))])),
        "For each group, the share of its answers about each two sources. Groups of fewer than ten raters are left out.",
        "rows alike: then a source's strength is not one group's taste.",
        table.P < 0.01 && table.CramersV > 0.1 ? Judgement.Look($"groups were asked about different sources: Cramér's V is {NumberText.Fixed(table.CramersV, 2)}") : Judgement.Good($"every group was asked about the same mixture (Cramér's V {NumberText.Fixed(table.CramersV, 2)})"));
}
