using Heed.Feedback.Assignment;
using Heed.Labelling.Items;
using Heed.Labelling.Pages;
using Heed.Labelling.Texts;
using Heed.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Security;

/// <summary>What cannot be done is said in one form (RFC 9457), to somebody at a browser by a page; with nothing of the inside.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        WantsPage(context.Request) ? PageAsync(context, status, detail) : PlainAsync(context, status, detail);

    /// <summary>Where no page can be shown.</summary>
    public static Task PlainAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(Of(status, detail), (System.Text.Json.JsonSerializerOptions?)null, "application/problem+json");
    }

    public static IResult Result(int status, string detail) => new ProblemResult(status, detail);

    /// <summary>Somebody who follows a link or sends a form; scripts and programs read the form for programs.</summary>
    private static bool WantsPage(HttpRequest request) => !request.Path.StartsWithSegments("/api") && !request.Headers.ContainsKey(CsrfGuard.Header) && !request.HasJsonContentType()
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Task PageAsync(HttpContext context, int status, string detail)
    {
        var texts = context.RequestServices.GetRequiredService<PageTexts>();
        var back = Back(context.Request);
        var kind = context.Response.Headers.ContainsKey(CsrfGuard.Expired) ? "stale" : $"{status}";
        return new Page<MessagePage>(new
        {
            Title = texts.Or($"problem.{kind}", texts["problem"]),
            Words = texts.Or($"problem.{kind}.words", detail),
            Link = back ?? "/",
            LinkWords = texts[back is null ? "projects" : "problem.back"],
        }, status).ExecuteAsync(context);
    }

    /// <summary>The page of ours that the request came from, unless it is the one that cannot be shown.</summary>
    private static string? Back(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value && !(HttpMethods.IsGet(request.Method) && from.AbsolutePath == request.Path) ? from.PathAndQuery : null;

    /// <summary>Turns exceptions into answers; a defect of ours goes to the log with everything, to the caller with nothing.</summary>
    public static void Use(WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            var response = context.Response;
            if (response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null } && WantsPage(context.Request)) await WriteAsync(context, response.StatusCode, "");
        }
        catch (Exception problem) when (!context.Response.HasStarted && problem is not OperationCanceledException)
        {
            var (status, detail) = Meaning(problem);
            if (status == StatusCodes.Status500InternalServerError)
                await context.RequestServices.GetRequiredService<LabellingOptions>().Log.WriteLineAsync($"heed: {context.Request.Method} {context.GetEndpoint()?.DisplayName} failed: {problem}");
            context.Response.Clear();
            SecurityHeaders.Set(context);
            await WriteAsync(context, status, detail);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    });

    private static ProblemDetails Of(int status, string detail) => new() { Status = status, Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), Detail = detail };

    private static (int Status, string Detail) Meaning(Exception problem) => problem switch
    {
        QueueException { Problem: QueueProblem.NotFound } => (StatusCodes.Status404NotFound, problem.Message),
        QueueException { Problem: QueueProblem.Conflict } => (StatusCodes.Status409Conflict, problem.Message),
        QueueException or IncompleteAnswerException => (StatusCodes.Status422UnprocessableEntity, problem.Message),
        BadHttpRequestException bad => (bad.StatusCode, UnreadableRequest.Words(bad)),
        NotSupportedException kind when UnreadableRequest.Kinds(kind) is { } words => (StatusCodes.Status400BadRequest, words),
        OutOfSpaceException => (StatusCodes.Status507InsufficientStorage, "The site's disk is full; nothing was lost that was acknowledged."),
        SiteException => (StatusCodes.Status409Conflict, problem.Message),
        _ => (StatusCodes.Status500InternalServerError, "This is a defect of the site; it has been noted in its log."),
    };
}

/// <summary>A problem that an endpoint answers with.</summary>
internal sealed class ProblemResult(int status, string detail) : IResult
{
    public Task ExecuteAsync(HttpContext context) => Problems.WriteAsync(context, status, detail);
}
