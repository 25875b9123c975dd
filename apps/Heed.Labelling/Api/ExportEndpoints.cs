using System.ComponentModel;
using System.Security.Claims;
using System.Text;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Api;

/// <summary>A project's record, streamed: JSON lines of any length.</summary>
internal static class ExportEndpoints
{
    public const string Lines = "application/x-ndjson";

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    public static void Map(RouteGroupBuilder export)
    {
        export.MapGet("/events", EventsAsync).WithSummary("Every event of the project as JSON lines, in the order of the record.").Produces(200, contentType: Lines).ProducesProblem(StatusCodes.Status400BadRequest);
        export.MapGet("/items", ItemsAsync).WithSummary("The items that have events, as JSON lines.").Produces(200, contentType: Lines);
    }

    /// <summary>What the record holds of the caller alone, in all projects.</summary>
    public static async Task OwnAsync(HttpContext context, ClaimsPrincipal user, FeedbackStore store, CancellationToken cancellation)
    {
        context.Response.ContentType = Lines;
        foreach (var one in await store.Raters.OwnAsync(ApiEndpoints.Pseudonym(user), cancellation)) await WriteAsync(context, FeedbackJson.Write(ForRater(one)), cancellation);
    }

    /// <summary>An event as its rater may read it: not why an item was given, which would tell which answers are known.</summary>
    public static FeedbackEvent ForRater(FeedbackEvent one) => one is Answered answered ? answered with { Sampling = null } : one;

    private static Task EventsAsync([Description("Goes on after the event of this sequence.")] long? after, HttpContext context, ClaimsPrincipal user, FeedbackStore store, CancellationToken cancellation) =>
        WriteEventsAsync(context, store, ApiEndpoints.Project(user), after ?? 0, cancellation);

    private static Task ItemsAsync(HttpContext context, ClaimsPrincipal user, FeedbackStore store, CancellationToken cancellation) => WriteItemsAsync(context, store, ApiEndpoints.Project(user), cancellation);

    public static async Task WriteEventsAsync(HttpContext context, FeedbackStore store, string project, long after, CancellationToken cancellation)
    {
        context.Response.ContentType = Lines;
        await foreach (var one in store.Log.ReadAsync(after, cancellation))
            if (one.Event.Project == project) await WriteAsync(context, $"{{\"sequence\":{one.Sequence},\"event\":{FeedbackJson.Write(one.Event)}}}", cancellation);
    }

    public static async Task WriteItemsAsync(HttpContext context, FeedbackStore store, string project, CancellationToken cancellation)
    {
        var ids = new HashSet<string>();
        await foreach (var one in store.Log.ReadAsync(0, cancellation))
            if (one.Event is { ItemId: { } id } && one.Event.Project == project) ids.Add(id);
        context.Response.ContentType = Lines;
        await foreach (var item in store.Log.ItemsAsync(cancellation))
            if (ids.Contains(item.Id)) await WriteAsync(context, FeedbackJson.Write(item), cancellation);
    }

    private static async Task WriteAsync(HttpContext context, string line, CancellationToken cancellation)
    {
        await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(line), cancellation);
        await context.Response.BodyWriter.WriteAsync(LineEnd, cancellation);
    }
}
