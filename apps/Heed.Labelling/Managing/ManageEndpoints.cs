using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Charts;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Heed.Labelling.Managing;

/// <summary>What managers and reviewers see.</summary>
internal static class ManageEndpoints
{
    public static void Map(WebApplication app)
    {
        var review = ProjectGate.On(app.MapGroup("/manage/{project}"), ProjectRole.Reviewer);
        review.MapGet("", QueueAsync);
    }

    private static async Task<IResult> QueueAsync(Caller caller, FeedbackStore store, Ledger ledger, CancellationToken cancellation)
    {
        var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
        var days = record.Standing.CountBy(a => DateOnly.FromDateTime(a.Time.UtcDateTime)).OrderBy(d => d.Key).TakeLast(14);
        var overlap = record.Standing.CountBy(a => a.ItemId).CountBy(i => i.Value).OrderBy(o => o.Key);
        return new Page<QueuePage>(new
        {
            Caller = caller,
            Health = await store.Queue.HealthAsync(caller.Project.Id, cancellation),
            Days = (IReadOnlyList<Bar>)[.. days.Select(d => new Bar(d.Key.ToString("yyyy-MM-dd"), d.Value, $"{d.Value}", Link: $"/manage/{caller.Project.Id}/answers?day={d.Key:yyyy-MM-dd}"))],
            Overlap = (IReadOnlyList<Bar>)[.. overlap.Select(o => new Bar($"{o.Key}", o.Value, $"{o.Value}", Link: $"/manage/{caller.Project.Id}/answers?overlap={o.Key}"))],
        });
    }
}
