using Heed.Evaluation.Plots;
using Heed.Feedback.Reports;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>Who wrote the better answers.</summary>
internal static class StandingsPart
{
    private const int MostRows = 40;

    public static ReportPart Of(QualityReport report) => new("standings", "Who wrote the better answers")
    {
        Figures = [.. report.Standings.Select(Figure)],
        Missing = report.Standings.Count == 0 ? "no two answers of different origin were compared." : null,
    };

    private static Figure Figure(Standings standings)
    {
        var comparisons = standings.Kind == StandingKind.Comparisons;
        var rows = standings.Sources.Take(MostRows).Select(s => new IntervalRow(s.Source, NumberText.Fixed(s.Strength.Value, 2), [new IntervalMark("strength", Ink.First, s.Strength.Value, s.Strength.Low, s.Strength.High)])).ToArray();
        var levels = standings.Levels.Select(l => (IReadOnlyList<string>)[comparisons ? $"strength {l.Level} or more" : $"a place shared by {l.Level}", l.At.ToString()]);
        var numbers = TableMarkup.Of(["Source", "Judgements", "Strength"], standings.Sources.Select(s => (IReadOnlyList<string>)[s.Source, NumberText.Count(s.Judged), s.Strength.ToString()]));
        return new Figure(comparisons ? "standings-comparisons" : "standings-rankings", comparisons ? "By comparisons" : "By rankings",
            new IntervalPlot("Strength of who wrote the answers", new Axis("logits"), rows) { Rules = [new PlotRule(0, "the mean of all")] }.Draw(),
            comparisons
                ? "Strength of each source of answers in logits, with 95 % intervals: a logit more is preferred in 73 of 100 comparisons. How much better counts (cumulative logit over the levels of strength, ties in their middle)."
                : "Strength of each source of answers in logits, with 95 % intervals, by rankings: each place goes to one of what is left, or is shared (Davidson and Luce)." + (standings.LeftOut == 0 ? "" : $" Left out: {NumberText.Count(standings.LeftOut)} rankings in which too many answers share a place."),
            "the new model above the old one, and intervals apart. All votes count alike here, those of flagged raters too.", QualityJudge.Standing(standings))
        { Numbers = standings.Levels.Count == 0 ? numbers : Markup.Lines([numbers, TableMarkup.Of(["Level", "Logits"], levels)]) };
    }
}
