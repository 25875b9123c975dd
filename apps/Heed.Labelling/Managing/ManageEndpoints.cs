using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Charts;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Webhooks;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Heed.Labelling.Managing;

/// <summary>What managers and reviewers see: figures, and the answers under them.</summary>
internal static class ManageEndpoints
{
    public static void Map(WebApplication app)
    {
        var review = ProjectGate.On(app.MapGroup("/manage/{project}"), ProjectRole.Reviewer);
        review.MapGet("", QueueAsync);
        review.MapGet("/agreement", AgreementAsync);
        review.MapGet("/answers", AnswersAsync);
        review.MapGet("/coverage", async (Caller caller, Ledger ledger, CancellationToken cancellation) =>
        {
            var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
            return new Page<CoveragePage>(new { Caller = caller, ByRater = Coverage.ByRater(record), BySource = Coverage.BySource(record), ByHour = Coverage.ByHour(record) });
        });
        AdjudicationEndpoints.Map(review);
        var manage = ProjectGate.On(app.MapGroup("/manage/{project}"), ProjectRole.Manager);
        SkippedEndpoints.Map(review, manage);
        ItemEndpoints.Map(review, manage);
        RaterEndpoints.Map(manage);
        CostEndpoints.Map(manage);
        SettingsEndpoints.Map(manage);
        MemberEndpoints.Map(manage);
        WebhookEndpoints.Map(manage);
        SettingsEndpoints.MapSite(app);
    }

    private static async Task<IResult> QueueAsync(Caller caller, FeedbackStore store, Ledger ledger, CancellationToken cancellation)
    {
        var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
        var days = record.Counted.CountBy(a => DateOnly.FromDateTime(a.Time.UtcDateTime)).OrderBy(d => d.Key).TakeLast(14);
        var overlap = record.Counted.CountBy(a => a.ItemId ?? "").CountBy(i => i.Value).OrderBy(o => o.Key);
        return new Page<QueuePage>(new
        {
            Caller = caller,
            Record = record,
            Health = await store.Queue.HealthAsync(caller.Project.Id, cancellation),
            Days = (IReadOnlyList<Bar>)[.. days.Select(d => new Bar(d.Key.ToString("yyyy-MM-dd"), d.Value, $"{d.Value}", Link: $"/manage/{caller.Project.Id}/answers?only=label&day={d.Key:yyyy-MM-dd}"))],
            Overlap = (IReadOnlyList<Bar>)[.. overlap.Select(o => new Bar($"{o.Key}", o.Value, $"{o.Value}", Link: $"/manage/{caller.Project.Id}/answers?only=label&overlap={o.Key}"))],
        });
    }

    private static async Task<IResult> AgreementAsync(Caller caller, Ledger ledger, CancellationToken cancellation)
    {
        var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
        return new Page<AgreementPage>(new { Caller = caller, Questions = record.Agreement, Report = record.Judged.Report });
    }

    private static async Task<IResult> AnswersAsync([AsParameters] AnswerFilter filter, Caller caller, Ledger ledger, CancellationToken cancellation)
    {
        var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
        return new Page<AnswersPage>(new { Caller = caller, Filter = filter, Answers = filter.Apply(record), Record = record });
    }
}
