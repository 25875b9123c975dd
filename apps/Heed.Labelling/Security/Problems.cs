using Heed.Feedback.Assignment;
using Heed.Labelling.Items;
using Heed.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Security;

/// <summary>What cannot be done is said in one form (RFC 9457), with nothing of the inside.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(Of(status, detail), (System.Text.Json.JsonSerializerOptions?)null, "application/problem+json");
    }

    public static IResult Result(int status, string detail) => Results.Json(Of(status, detail), statusCode: status, contentType: "application/problem+json");

    /// <summary>Turns exceptions into answers; a defect of ours goes to the log with everything, to the caller with nothing.</summary>
    public static void Use(WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception problem) when (!context.Response.HasStarted && problem is not OperationCanceledException)
        {
            var (status, detail) = Meaning(problem);
            if (status == StatusCodes.Status500InternalServerError)
                await context.RequestServices.GetRequiredService<LabellingOptions>().Log.WriteLineAsync($"heed: {context.Request.Method} {context.GetEndpoint()?.DisplayName} failed: {problem}");
            context.Response.Clear();
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
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        OutOfSpaceException => (StatusCodes.Status507InsufficientStorage, "The site's disk is full; nothing was lost that was acknowledged."),
        SiteException => (StatusCodes.Status409Conflict, problem.Message),
        _ => (StatusCodes.Status500InternalServerError, "This is a defect of the site; it has been noted in its log."),
    };
}
