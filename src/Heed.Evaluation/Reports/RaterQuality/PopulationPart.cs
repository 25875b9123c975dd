using Heed.Evaluation.Plots;
using Heed.Feedback.Balance;
using Heed.Feedback.Reports;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>Whom the answers stand for.</summary>
internal static class PopulationPart
{
    private const int SmallestGroup = 10;

    public static ReportPart Of(QualityReport report) => report.Population is not { } population
        ? new ReportPart("population", "Whom it stands for") { Missing = "no target population was given. `--raters-file` names the groups of raters, `--population` the shares to stand for.".Replace("`", "", StringComparison.Ordinal) }
        : new ReportPart("population", "Whom it stands for") { Figures = [Coverage(population), Shares(report, population)] };

    private static Figure Coverage(PopulationFit population)
    {
        var rows = population.Coverage.Select(c => new IntervalRow($"{c.Attribute}: {c.Group}", c.Raters >= SmallestGroup ? $"{c.Raters} raters" : c.Raters == 0 ? "nobody" : "under ten",
        [
            new IntervalMark("of the answers", Ink.First, c.Share),
            .. c.Target is { } target ? (IntervalMark[])[new IntervalMark("of the population", Ink.Third, target)] : [],
            new IntervalMark("as weighted", Ink.Second, c.Weighted),
        ])).ToArray();
        return new Figure("coverage", "Coverage", new IntervalPlot("Shares of groups", new Axis("share") { From = 0, Percent = true }, rows).Draw(),
            $"The share of each group in the answers, in the population, and as weighted. Weights come from raking over all attributes and are cut at 5{(population.Trimmed > 0 ? $" ({population.Trimmed} were)" : "")}.",
            "the three close together. A group without raters cannot be weighted up.", QualityJudge.Population(population));
    }

    private static Figure Shares(QualityReport report, PopulationFit population)
    {
        var rows = report.Shares.Select(s => new IntervalRow(s.What, $"{NumberText.Percent(s.Plain)} → {NumberText.Percent(s.Weighted)}", [new IntervalMark("as answered", Ink.Muted, s.Plain), new IntervalMark("as weighted", Ink.First, s.Weighted)])).ToArray();
        var largest = report.Shares.Select(s => Math.Abs(s.Plain - s.Weighted)).DefaultIfEmpty(0).Max();
        return new Figure("weighted-shares", "What the weights change", rows.Length == 0 ? Markup.Empty : new IntervalPlot("Shares before and after weighting", new Axis("share") { Percent = true }, rows).Draw(),
            $"Shares over the answers as they are and as weighted to the population: {NumberText.Count(population.EffectiveSampleSize)} effective answers.",
            "little change. Where there is much, say in every result for whom it speaks.", Judgement.Rising(largest, 0.02, 0.1, $"the largest change is {NumberText.Percent(largest)}"));
    }
}
