using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Managing;

/// <summary>What raters gave back or marked, and why; items that were skipped too often, to be opened again.</summary>
internal static class SkippedEndpoints
{
    public static void Map(RouteGroupBuilder review, RouteGroupBuilder manage)
    {
        review.MapGet("/skipped", async (string? rater, Caller caller, FeedbackStore store, Ledger ledger, CancellationToken cancellation) =>
        {
            var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
            return new Page<SkippedPage>(new
            {
                Caller = caller,
                Record = record,
                Aside = await store.Queue.SetAsideAsync(caller.Project.Id, cancellation),
                Said = (IReadOnlyList<FeedbackEvent>)[.. record.Events.Where(e => e is Skipped or ItemFlagged && (rater is null || e.Rater == rater)).Reverse()],
            });
        });
        manage.MapPost("/items/{item}/reopen", async (string item, Caller caller, FeedbackStore store, AuditLog audit) =>
        {
            await store.Queue.ReopenAsync(caller.Project.Id, item);
            await audit.WriteAsync(caller.Rater, "reopen", item);
            return Results.LocalRedirect($"/manage/{caller.Project.Id}/skipped");
        });
    }
}
