using System.Globalization;
using System.IO.Compression;
using Heed.Feedback.Exports;
using Heed.Feedback.Store;
using Heed.Feedback.Store.Queue;
using Heed.Labelling.Accounts;
using Heed.Labelling.Api;
using Heed.Labelling.Loading;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Security;
using Heed.Labelling.Texts;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Managing;

/// <summary>The items of a project: looked at by the state they are in, added from a file, taken out as a dataset.</summary>
internal static class ItemEndpoints
{
    private const long LargestFile = 64 << 20;

    public static void Map(RouteGroupBuilder review, RouteGroupBuilder manage)
    {
        review.MapGet("/items", async (QueuePart? part, int? page, Caller caller, FeedbackStore store, CancellationToken cancellation) => await ShowAsync(caller, store, part ?? QueuePart.Items, Math.Max(1, page ?? 1), cancellation));
        manage.MapPost("/items", AddAsync).WithMetadata(new RequestSizeLimitAttribute(LargestFile));
        manage.MapPost("/export", ExportAsync).DisableAntiforgery();
        manage.MapGet("/export/events.jsonl", (HttpContext context, Caller caller, FeedbackStore store, CancellationToken cancellation) => ExportEndpoints.WriteEventsAsync(Named(context, caller, "events.jsonl"), store, caller.Project.Id, 0, cancellation));
        manage.MapGet("/export/items.jsonl", (HttpContext context, Caller caller, FeedbackStore store, CancellationToken cancellation) => ExportEndpoints.WriteItemsAsync(Named(context, caller, "items.jsonl"), store, caller.Project.Id, cancellation));
    }

    /// <summary>The browser keeps what comes, under a name.</summary>
    private static HttpContext Named(HttpContext context, Caller caller, string name)
    {
        context.Response.Headers.ContentDisposition = $"attachment; filename={caller.Project.Id}-{name}";
        return context;
    }

    private static async Task<IResult> ShowAsync(Caller caller, FeedbackStore store, QueuePart part, int page, CancellationToken cancellation, string? done = null, IReadOnlyList<string>? problems = null)
    {
        var listing = await store.Queue.ListAsync(caller.Project.Id, part, (page - 1) * ItemsPage.Size, ItemsPage.Size, cancellation);
        return new Page<ItemsPage>(new { Caller = caller, Part = part, Page = page, Listing = listing, Done = done, Problems = problems ?? [] }, problems is { Count: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> AddAsync(HttpContext context, Caller caller, FeedbackStore store, ItemLoading loading, AuditLog audit, PageTexts texts, CancellationToken cancellation)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellation) : null;
        if (form?.Files["file"] is not { Length: > 0 } file) return await ShowAsync(caller, store, QueuePart.Items, 1, cancellation, problems: [texts["items.no-file"]]);
        await using var lines = file.OpenReadStream();
        var (added, problems) = await loading.AddLinesAsync(caller.Project.Id, lines, Path.GetFileName(file.FileName), Math.Clamp(int.TryParse(form["pairs"], NumberStyles.None, CultureInfo.InvariantCulture, out var pairs) ? pairs : 2, 0, 100), cancellation);
        if (problems.Count > 0) return await ShowAsync(caller, store, QueuePart.Items, 1, cancellation, problems: problems);
        await audit.WriteAsync(caller.Rater, "add-items", caller.Project.Id, after: $"{added}", cancellation: cancellation);
        return await ShowAsync(caller, store, QueuePart.Items, 1, cancellation, done: texts["items.added", added]);
    }

    /// <summary>Freezes a version of a dataset and sends it: data, single votes, manifest, datasheet.</summary>
    private static async Task ExportAsync([FromForm] ExportShape shape, [FromForm] ExportWeights weights, [FromForm] string? redact, HttpContext context, Caller caller, FeedbackStore store, AuditLog audit, CancellationToken cancellation)
    {
        if (!Enum.IsDefined(shape) || !Enum.IsDefined(weights))
        {
            await Problems.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, "There is no such shape of a dataset.");
            return;
        }
        var (refused, upTo) = ((await store.Raters.ListAsync(cancellation)).Where(r => !r.TrainOk).Select(r => r.Id).ToHashSet(), (await store.HeadAsync(cancellation)).Sequence);
        var folder = Directory.CreateTempSubdirectory("heed-export-").FullName;
        try
        {
            var options = new ExportOptions(shape, Weights: weights) { Refused = refused, Redact = redact == "1" };
            var manifest = await new FeedbackExport(() => store.AnsweredAsync(caller.Project.Id, upTo, cancellation), options, store.Name, upTo).RunAsync(folder, cancellation);
            await store.FreezeAsync(manifest, "the site's page of items", cancellation);
            await audit.WriteAsync(caller.Rater, "export", caller.Project.Id, after: $"{manifest.Shape} {manifest.Version}", cancellation: cancellation);
            context.Response.ContentType = "application/zip";
            await ZipFile.CreateFromDirectoryAsync(folder, Named(context, caller, $"{shape.ToString().ToLowerInvariant()}.zip").Response.BodyWriter.AsStream(), cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
