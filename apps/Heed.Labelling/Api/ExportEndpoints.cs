using System.Security.Claims;
using System.Text;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Api;

/// <summary>A project's record, streamed: JSON lines of any length.</summary>
internal static class ExportEndpoints
{
    private static readonly byte[] Line = "\n"u8.ToArray();

    public static void Map(RouteGroupBuilder export)
    {
        export.MapGet("/events", EventsAsync).WithSummary("Every event of the project as JSON lines, in the order of the record; 'after' goes on from a sequence.").Produces(200, contentType: "application/x-ndjson");
        export.MapGet("/items", ItemsAsync).WithSummary("The items that have events, as JSON lines.").Produces(200, contentType: "application/x-ndjson");
    }

    private static async Task EventsAsync(long? after, HttpContext context, ClaimsPrincipal user, FeedbackStore store, CancellationToken cancellation)
    {
        context.Response.ContentType = "application/x-ndjson";
        await foreach (var one in store.Log.ReadAsync(after ?? 0, cancellation))
            if (one.Event.Project == user.FindFirstValue(ApiKeyScheme.Project)) await WriteAsync(context, $"{{\"sequence\":{one.Sequence},\"event\":{FeedbackJson.Write(one.Event)}}}", cancellation);
    }

    private static async Task ItemsAsync(HttpContext context, ClaimsPrincipal user, FeedbackStore store, CancellationToken cancellation)
    {
        var ids = new HashSet<string>();
        await foreach (var one in store.Log.ReadAsync(0, cancellation))
            if (one.Event is { ItemId: { } id } && one.Event.Project == user.FindFirstValue(ApiKeyScheme.Project)) ids.Add(id);
        context.Response.ContentType = "application/x-ndjson";
        await foreach (var item in store.Log.ItemsAsync(cancellation))
            if (ids.Contains(item.Id)) await WriteAsync(context, FeedbackJson.Write(item), cancellation);
    }

    private static async Task WriteAsync(HttpContext context, string line, CancellationToken cancellation)
    {
        await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(line), cancellation);
        await context.Response.BodyWriter.WriteAsync(Line, cancellation);
    }
}
