using Heed.Evaluation.Reports.RaterQuality;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Reports;
using Heed.Rounds.Files;

namespace Heed.Rounds.Stages;

/// <summary>Events → the regular report on raters and bias: feedback-report.html, a page that needs nothing but itself, and feedback-report.json with the same numbers.</summary>
public static class RaterReportStage
{
    public const string Page = "feedback-report.html", Numbers = "feedback-report.json";

    /// <param name="known">By item: the known answer of gold questions.</param>
    /// <param name="raters">A table of raters and their groups, see <see cref="RaterGroups"/>; null without one.</param>
    /// <param name="population">Shares of the population; null without one.</param>
    /// <param name="analysed">What <see cref="FeedbackStage"/> made of the same record with the same seed, so that equal votes are not analysed twice; null where it did not run.</param>
    /// <param name="project">Whose answers are meant; null: all.</param>
    public static async Task<QualityReport> RunAsync(
        IEventLog log, IReadOnlyDictionary<string, Answer> known, string? raters, string? population, string output, ulong seed, StageContext context, string? version = null, FeedbackResult? analysed = null, string? project = null)
    {
        var items = new List<FeedbackItem>();
        await foreach (var item in log.ItemsAsync(context.Cancellation))
            if (item is Comparison or RankingItem) items.Add(item);
        var events = new List<FeedbackEvent>();
        await foreach (var recorded in log.ReadAsync(cancellation: context.Cancellation))
            if (FeedbackStage.IsOf(recorded.Event, project)) events.Add(recorded.Event);
        var inputs = new QualityInputs([.. items.OfType<Comparison>()], events) { Known = known, Rankings = [.. items.OfType<RankingItem>()], Analysed = analysed };
        if (raters is not null) inputs = inputs with { Attributes = RaterGroups.Read(raters) };
        if (population is not null) inputs = inputs with { Population = RaterGroups.ReadPopulation(population) };
        var report = new QualityAnalysis { Feedback = new FeedbackAnalysis { Seed = seed } }.Run(inputs);
        JsonLines.WriteDocument(Path.Combine(output, Numbers), report);
        new RatersReport(report, context.Clock.GetUtcNow(), version).Save(Path.Combine(output, Page));
        return report;
    }
}
