using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Managing;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Pages.Work;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Asking;

/// <summary>What raters ask about items, and what they are told; replies that matter to all become common questions.</summary>
internal static class QuestionEndpoints
{
    private const int Longest = 4000;

    public static void Map(WebApplication app)
    {
        var own = ProjectGate.On(app.MapGroup("/p/{project}"), ProjectRole.Annotator);
        own.MapGet("/questions", async (Caller caller, Ledger ledger, CancellationToken cancellation) =>
        {
            var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
            return new Page<QuestionsPage>(new { Caller = caller, Own = Of(record, caller.Rater), Common = Question.CommonOf(record) });
        });
        own.MapPost("/questions/{token}", async (string token, AskedQuestion asked, Caller caller, FeedbackStore store) =>
            Results.Json(new { event_id = await store.Queue.AskAsync(caller.Rater, token, Checked(asked.Text), WorkEndpoints.Place) }));
        var review = ProjectGate.On(app.MapGroup("/manage/{project}"), ProjectRole.Reviewer);
        review.MapGet("/questions", async (Caller caller, Ledger ledger, CancellationToken cancellation) =>
            new Page<ReplyPage>(new { Caller = caller, Questions = Question.Of(await ledger.ReadAsync(caller.Project.Id, cancellation)) }));
        review.MapPost("/questions/{question}", ReplyAsync).DisableAntiforgery();
    }

    /// <summary>A rater's own questions, the newest first.</summary>
    public static IReadOnlyList<Question> Of(ProjectRecord record, string rater) => [.. Question.Of(record).Where(q => q.Rater == rater).Reverse()];

    public static string Checked(string text) =>
        text.Length <= Longest ? text : throw new QueueException(QueueProblem.Invalid, $"Expected a question of at most {Longest} characters, found {text.Length}.");

    private static async Task<IResult> ReplyAsync(string question, [FromForm] string text, [FromForm] string? common, Caller caller, Ledger ledger, FeedbackStore store, AuditLog audit, TimeProvider clock, CancellationToken cancellation)
    {
        var asked = Question.Of(await ledger.ReadAsync(caller.Project.Id, cancellation)).FirstOrDefault(q => q.Id == question) ?? throw new QueueException(QueueProblem.NotFound, "There is no such question in this project.");
        var now = clock.GetUtcNow();
        var title = string.IsNullOrWhiteSpace(common) ? null : Checked(common.Trim());
        await store.Log.AppendAsync([new QuestionReplied(Guid.CreateVersion7(now).ToString("N"), now, asked.ItemId, "manage", question, Checked(text.ReplaceLineEndings("\n")), caller.Alias, title) { Project = caller.Project.Id }], cancellation);
        await audit.WriteAsync(caller.Rater, "reply", question, after: title, cancellation: cancellation);
        return Results.LocalRedirect($"/manage/{caller.Project.Id}/questions");
    }
}

/// <summary>A question as the page sends it.</summary>
internal sealed record AskedQuestion(string Text);
