using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store;
using Heed.Labelling.Api;
using Heed.Labelling.Items;
using Heed.Labelling.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Heed.Labelling.Capturing;

/// <summary>Many pieces of feedback, one a line; each is taken or refused by itself.</summary>
internal static class CaptureLines
{
    private const int AtOnce = 100;

    public static async Task TellAsync(HttpContext context, ClaimsPrincipal user, FeedbackStore store, SecretToken secrets, IOptions<JsonOptions> json, CancellationToken cancellation)
    {
        var (number, some) = (0, new List<Task<FeedbackLine>>());
        context.Response.ContentType = ExportEndpoints.Lines;
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) some.Add(TakeAsync(number, line, user, store, secrets, json.Value.SerializerOptions));
            if (some.Count >= AtOnce) await WriteAsync(context, some, json.Value.SerializerOptions, cancellation);
        }
        await WriteAsync(context, some, json.Value.SerializerOptions, cancellation);
    }

    private static async Task<FeedbackLine> TakeAsync(int number, string line, ClaimsPrincipal user, FeedbackStore store, SecretToken secrets, JsonSerializerOptions options)
    {
        try
        {
            var call = JsonSerializer.Deserialize<FeedbackCall>(line, options) ?? throw new IncompleteAnswerException("Expected a JSON object, found null.");
            var (said, by) = FeedbackCalls.Read(call, null, user, secrets);
            return new FeedbackLine(number, (await store.Captures.TellAsync(ApiEndpoints.Project(user), said, by)).EventId);
        }
        catch (JsonException problem)
        {
            return new FeedbackLine(number, Problem: UnreadableRequest.Words(problem));
        }
        catch (Exception problem) when (problem is QueueException or IncompleteAnswerException)
        {
            return new FeedbackLine(number, Problem: problem.Message);
        }
    }

    private static async Task WriteAsync(HttpContext context, List<Task<FeedbackLine>> some, JsonSerializerOptions options, CancellationToken cancellation)
    {
        foreach (var line in await Task.WhenAll(some))
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, line, options, cancellation);
            await context.Response.WriteAsync("\n", cancellation);
        }
        some.Clear();
    }
}
