using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Parts;
using Heed.Feedback.Reports;
using Heed.Runs;

namespace Heed.Evaluation.Reports.RaterQuality;

/// <summary>The regular report on raters and bias, as a page that needs nothing but itself.</summary>
/// <param name="report">What was found.</param>
/// <param name="made">When.</param>
/// <param name="version">Of the program; null where it does not matter.</param>
public sealed class RatersReport(QualityReport report, DateTimeOffset made, string? version = null)
{
    /// <summary>Writes the page atomically.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToHtml());

    /// <summary>The page. It is well-formed XML too.</summary>
    public string ToHtml()
    {
        ReportPart[] parts = [StepsPart.Of(report), AgreementPart.Of(report), StandingsPart.Of(report), RatersByFigurePart.Of(report), BiasPart.Of(report), CoursePart.Of(report), PopulationPart.Of(report), TermsPart.Of()];
        return ReportPage.Of("Raters and bias", ReportPage.Made(Span(), made, version), parts, Summary(parts)).ToString();
    }

    private string? Span() => report.Span is not { } span ? null
        : span.First.UtcDateTime.Date == span.Last.UtcDateTime.Date ? $"answers of {span.First.UtcDateTime:d MMMM yyyy}" : $"answers from {span.First.UtcDateTime:d MMMM yyyy} to {span.Last.UtcDateTime:d MMMM yyyy}";

    private Markup Summary(ReportPart[] parts)
    {
        var verdict = QualityJudge.Whole(report);
        return Markup.Of($"""
            <section id="summary" aria-label="Summary">
            <div class="card verdict {verdict.Class}"><p>{verdict.Why}</p></div>
            <div class="keys">
            {Markup.Lines(Keys().Select(k => k.Draw()))}
            </div>
            {SummaryPart.Findings([.. parts.SelectMany(p => p.Shown)])}
            </section>
            """);
    }

    private IEnumerable<KeyFigure> Keys()
    {
        var feedback = report.Feedback;
        yield return new KeyFigure("Votes", NumberText.Count(feedback.Votes), $"{NumberText.Fixed(feedback.MeanOverlap, 1)} a pair, {feedback.RaterCount} raters", "overlap", QualityJudge.Overlap(feedback));
        if (feedback.Alpha is { } alpha)
            yield return new KeyFigure("Agreement", NumberText.Fixed(alpha, 2), feedback.AlphaInterval is { } i ? $"alpha, {NumberText.Fixed(i.Low, 2)} to {NumberText.Fixed(i.High, 2)}" : "Krippendorff's alpha", "alpha", QualityJudge.Agreement(feedback));
        if ((feedback.Ceiling.VotesOfUnflagged ?? feedback.Ceiling.FromAgreement) is { } ceiling)
            yield return new KeyFigure("Ceiling of a reward model", NumberText.Percent(ceiling), "of single votes", "ceiling", QualityJudge.Ceiling(feedback));
        if (feedback.Raters is { } raters)
            yield return new KeyFigure("Raters to look at", $"{report.Findings.Where(f => f.Serious).DistinctBy(f => f.Rater).Count()} of {raters.Count}", $"{report.Paused.Count} paused", "rater-figures", QualityJudge.Raters(report));
        if (feedback.LeftShare is { } left)
            yield return new KeyFigure("Choices for the left", NumberText.Percent(left), feedback.LeftShareInterval is { } side ? $"{NumberText.Percent(side.Low)} to {NumberText.Percent(side.High)}" : "", "effects", QualityJudge.Left(feedback));
        if (report.Population is { } population)
            yield return new KeyFigure("Answers that count", NumberText.Count(population.EffectiveSampleSize), $"effective, of {NumberText.Count(feedback.Votes)}", "coverage", QualityJudge.Population(population));
    }
}
