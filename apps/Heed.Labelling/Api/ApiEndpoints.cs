using System.Security.Claims;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Asking;
using Heed.Labelling.Capturing;
using Heed.Labelling.Items;
using Heed.Labelling.Managing;
using Heed.Labelling.Security;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Api;

/// <summary>Everything a rater does on the page, for programs with the rater's key.</summary>
internal static class ApiEndpoints
{
    public const string Place = "api", AnswerScope = "answer", ExportScope = "export";

    public static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization(SignIn.ApiPolicy)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status500InternalServerError);
        MapItems(Scoped(api.MapGroup("").WithTags("items"), AnswerScope).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage));
        MapRater(Scoped(api.MapGroup("").WithTags("rater"), AnswerScope));
        ExportEndpoints.Map(Scoped(api.MapGroup("/export").WithTags("export"), ExportScope));
        MapCaptures(app, api);
    }

    /// <summary>Feedback may also come from who used the model, with a token of the response and without a key.</summary>
    private static void MapCaptures(WebApplication app, RouteGroupBuilder api)
    {
        RouteGroupBuilder Checked(RouteGroupBuilder group) => group.WithTags("feedback").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
        var everybody = app.MapGroup("/api/v1").RequireAuthorization(policy => policy.AddAuthenticationSchemes(ApiKeyScheme.Name, FeedbackToken.Name).RequireClaim(ApiKeyScheme.Scope, CaptureEndpoints.Scope));
        CaptureEndpoints.Map(Checked(Scoped(api.MapGroup(""), CaptureEndpoints.Scope)), Scoped(api.MapGroup("").WithTags("feedback"), ExportScope), Checked(everybody));
    }

    /// <summary>Lets only keys in that may do something.</summary>
    private static RouteGroupBuilder Scoped(RouteGroupBuilder group, string scope) =>
        group.RequireAuthorization(policy => policy.AddAuthenticationSchemes(ApiKeyScheme.Name).RequireClaim(ApiKeyScheme.Scope, scope)).ProducesProblem(StatusCodes.Status403Forbidden);

    private static void MapItems(RouteGroupBuilder rater)
    {
        rater.MapPost("/next", async (NextCall? call, ClaimsPrincipal user, FeedbackStore store) =>
            NextItem.Of(await store.Queue.NextAsync(Project(user), Pseudonym(user), call?.Held))).WithSummary("The next item, or why there is none.");
        rater.MapPost("/answers", AnswerAsync).WithSummary("Records an answer. On an assignment that was answered already it takes the place of the earlier answer.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rater.MapPost("/skips", async (SkipCall call, [FromHeader(Name = "Idempotency-Key")] string? header, ClaimsPrincipal user, FeedbackStore store) =>
            new EventReceipt((await store.Queue.SkipAsync(Pseudonym(user), call.Assignment, Key(call.IdempotencyKey, header), call.Reason, call.Comment, Place, call.Timing?.AsRecorded())).EventId)).WithSummary("Gives an item back, for another rater.").ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rater.MapPost("/undo", async (AssignmentCall call, ClaimsPrincipal user, FeedbackStore store) =>
            NextItem.Of(new Turn(TurnState.Leased, await store.Queue.UndoAsync(Pseudonym(user), call.Assignment, Place)))).WithSummary("Takes an answer or a skip back; the item is the caller's again.").ProducesProblem(StatusCodes.Status409Conflict);
        rater.MapPost("/extend", async (AssignmentCall call, ClaimsPrincipal user, FeedbackStore store) =>
            new LeaseReceipt(await store.Queue.ExtendAsync(call.Assignment, Pseudonym(user)))).WithSummary("Keeps an item longer.").ProducesProblem(StatusCodes.Status409Conflict);
        rater.MapPost("/questions", async (AskCall call, ClaimsPrincipal user, FeedbackStore store) =>
            new EventReceipt(await store.Queue.AskAsync(Pseudonym(user), call.Assignment, QuestionEndpoints.Checked(call.Text), Place))).WithSummary("Asks those who run the project about an item.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rater.MapPut("/drafts", async (DraftCall call, ClaimsPrincipal user, FeedbackStore store) =>
        {
            await store.Queue.SaveDraftAsync(Pseudonym(user), call.Assignment, System.Text.Json.JsonSerializer.Serialize(call.Fields));
            return TypedResults.NoContent();
        }).WithSummary("Saves a form that is not ready; the labelling page shows it again.");
        rater.MapPost("/flags", async (FlagCall call, ClaimsPrincipal user, FeedbackStore store) =>
            new EventReceipt(await store.Queue.FlagAsync(Pseudonym(user), call.Assignment, call.Labels, call.Comment, Place))).WithSummary("Marks the item itself: unsafe, private, wrong language, broken.").ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static void MapRater(RouteGroupBuilder rater)
    {
        rater.MapGet("/questions", async (ClaimsPrincipal user, Ledger ledger, CancellationToken cancellation) =>
        {
            var record = await ledger.ReadAsync(Project(user), cancellation);
            return new QuestionsAnswer([.. QuestionEndpoints.Of(record, Pseudonym(user)).Select(q => new OwnQuestion(q.Id, q.ItemId, q.Text, q.Reply))], Question.CommonOf(record));
        }).WithSummary("The caller's questions with their replies, and the common questions.");
        rater.MapGet("/me", async (ClaimsPrincipal user, MyFigures figures, CancellationToken cancellation) =>
            await figures.OfAsync(Project(user), Pseudonym(user), cancellation)).WithSummary("The caller's own figures in the project of the key.");
        rater.MapGet("/me/events", ExportEndpoints.OwnAsync).WithSummary("Everything the record holds of the caller, as JSON lines, oldest first.").Produces(200, contentType: ExportEndpoints.Lines);
        rater.MapGet("/progress", async (ClaimsPrincipal user, FeedbackStore store, CancellationToken cancellation) =>
            Progress.Of(await store.Queue.HealthAsync(Project(user), cancellation))).WithSummary("How far the project of the key is.");
        rater.MapPost("/consent", ConsentAsync).WithSummary("Says whether models may learn from the caller's answers, and agrees to the project's consent text.").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rater.MapPost("/appeals", async (AppealCall call, ClaimsPrincipal user, FeedbackStore store) => new EventReceipt(await store.Raters.AppealAsync(Project(user), Pseudonym(user), QuestionEndpoints.Checked(call.Text))))
            .WithSummary("Disagrees with a pause.").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        rater.MapGet("/guidelines", async (ClaimsPrincipal user, FeedbackStore store, CancellationToken cancellation) =>
        {
            var latest = await store.Projects.GuidelinesAsync(Project(user), cancellation) is [var newest, ..] ? newest : null;
            var own = await store.Raters.MembershipsAsync(Project(user), Pseudonym(user), cancellation) is [var member, ..] ? member : null;
            return new GuidelinesAnswer(latest?.Version ?? 0, latest?.Text ?? "", own?.Acknowledged ?? 0);
        }).WithSummary("The guidelines in force, in Markdown.");
        rater.MapPost("/guidelines/acknowledge", async (AcknowledgeCall call, ClaimsPrincipal user, FeedbackStore store) =>
        {
            await store.Raters.AcknowledgeAsync(Project(user), Pseudonym(user), call.Version);
            return TypedResults.NoContent();
        }).WithSummary("Says that a version of the guidelines was read.").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<AnswerReceipt> AnswerAsync(AnswerCall call, [FromHeader(Name = "Idempotency-Key")] string? header, ClaimsPrincipal user, FeedbackStore store)
    {
        var submission = new Submission(call.Assignment, Key(call.IdempotencyKey, header), call.Answer) { Timing = call.Timing?.AsRecorded(), Page = call.Page, Actor = Actor(user) };
        var receipt = await store.Queue.SubmitAsync(Pseudonym(user), submission, Place);
        return new AnswerReceipt(receipt.EventId, receipt.State, receipt.Right, receipt.Known?.Expected, receipt.Known?.Explanation);
    }

    private static async Task<NoContent> ConsentAsync(ConsentCall call, ClaimsPrincipal user, FeedbackStore store, CancellationToken cancellation)
    {
        var asked = (await store.Projects.FindAsync(Project(user), cancellation))?.Consent;
        if (call.Version is { } version && version != asked) throw new IncompleteAnswerException($"Expected the version of the consent text in force, {asked ?? "none"}, found {version}.");
        if (call.Version is { } agreed) await store.Raters.ConsentAsync(Project(user), Pseudonym(user), agreed, call.TrainOk);
        else await store.Raters.TrainingAsync(Pseudonym(user), call.TrainOk);
        return TypedResults.NoContent();
    }

    private static string Key(string? own, string? header) => own ?? header ?? throw new IncompleteAnswerException("Expected an idempotency key: a text of your own, in idempotency_key or in the header Idempotency-Key.");

    public static string Project(ClaimsPrincipal user) => user.FindFirstValue(ApiKeyScheme.Project)!;

    /// <summary>Who or what answers with the key.</summary>
    public static ActorKind Actor(ClaimsPrincipal user) => Enum.Parse<ActorKind>(user.FindFirstValue(ApiKeyScheme.Actor)!);

    public static string Pseudonym(ClaimsPrincipal user) => user.FindFirstValue(ApiKeyScheme.Pseudonym)!;
}
