using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Heed.Feedback.Captures;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store;
using Heed.Feedback.Store.Keeping;
using Heed.Labelling.Api;
using Heed.Labelling.Items;
using Heed.Labelling.Managing;
using Heed.Labelling.Security;
using Heed.Language.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Capturing;

/// <summary>What users of a served model do with its responses: told by the program that serves it, or by the user's own with a token.</summary>
internal static class CaptureEndpoints
{
    public const string Scope = "feedback";

    private const int Most = 1000;

    /// <param name="keys">Routes for keys that may send feedback.</param>
    /// <param name="export">Routes for keys that may read.</param>
    /// <param name="everybody">Routes for a key that may send feedback, or a token of one response.</param>
    public static void Map(RouteGroupBuilder keys, RouteGroupBuilder export, RouteGroupBuilder everybody)
    {
        keys.MapPost("/responses", ServeAsync).WithSummary("Notes a response that a model gave, so that feedback can be about it. Again with the same content: the same receipt.").ProducesProblem(StatusCodes.Status409Conflict);
        keys.MapPost("/feedback/bulk", CaptureLines.TellAsync).WithSummary("Many pieces of feedback as JSON lines; the answer has a line for each, with the event or what is wrong with it.")
            .Accepts<FeedbackCall>(ExportEndpoints.Lines).Produces<FeedbackLine>(200, ExportEndpoints.Lines);
        keys.MapPost("/feedback/users/consent", ConsentAsync).WithSummary("Says whether models may learn from what a user said, earlier and from now on.");
        keys.MapPost("/feedback/users/forget", ForgetAsync).WithSummary("Erases everything that a user said and did from the record.").ProducesProblem(StatusCodes.Status404NotFound);
        everybody.MapPost("/feedback", TellAsync).WithSummary("Records what somebody said about a response, or did with it.");
        everybody.MapPatch("/feedback/{id}", ReviseAsync).WithSummary("Changes what was said; both stay in the record, the new word stands.");
        everybody.MapDelete("/feedback/{id}", async (string id, ClaimsPrincipal user, FeedbackStore store) =>
            FeedbackCalls.Receipt(await store.Captures.WithdrawAsync(ApiEndpoints.Project(user), id, new CaptureSource(id, Own: FeedbackToken.UserOf(user))))).WithSummary("Takes back what was said.");
        export.MapGet("/feedback", ListAsync).WithSummary("What users said and did, in the order of the record, some at a time.");
    }

    private static async Task<ResponseReceipt> ServeAsync(ResponseCall call, ClaimsPrincipal user, FeedbackStore store, SecretToken secrets, TimeProvider clock)
    {
        var project = ApiEndpoints.Project(user);
        if (call.Prompt.Count == 0) throw new IncompleteAnswerException("prompt must hold the conversation that the response answers; it is empty.");
        var prompt = new Prompt(Identity.Of([.. call.Prompt.SelectMany(m => new[] { m.Role, m.Content })]), new Conversation(call.Prompt));
        var answer = new Candidate(call.Response, call.Model?.Id ?? "", call.Ended) { Origin = call.Model is { } m ? new Origin(m.Revision, m.Adapter, m.Temperature, m.Seed, m.Template, m.Logprobs) : null };
        var rater = FeedbackCalls.Pseudonym(secrets, project, call.User is { } named ? "user " + named : "response " + call.ResponseId);
        var receipt = await store.Captures.ServeAsync(project, new ServedResponse(call.ResponseId, prompt, answer, rater) { Episode = call.EpisodeId, TrainOk = call.TrainOk, Consent = call.Consent });
        var (token, expires) = FeedbackToken.Make(secrets, project, call.ResponseId, receipt.Rater, clock.GetUtcNow());
        return new ResponseReceipt(receipt.EventId, receipt.Rater, token, expires);
    }

    private static async Task<FeedbackReceipt> TellAsync(FeedbackCall call, [FromHeader(Name = "Idempotency-Key")] string? header, ClaimsPrincipal user, FeedbackStore store, SecretToken secrets)
    {
        var (project, (said, by)) = (ApiEndpoints.Project(user), FeedbackCalls.Read(call, header, user, secrets));
        return FeedbackCalls.Receipt(await store.Captures.TellAsync(project, said, by));
    }

    private static async Task<FeedbackReceipt> ReviseAsync(string id, FeedbackCall call, [FromHeader(Name = "Idempotency-Key")] string? header, ClaimsPrincipal user, FeedbackStore store, SecretToken secrets)
    {
        var (project, (said, by)) = (ApiEndpoints.Project(user), FeedbackCalls.Read(call, header, user, secrets));
        return FeedbackCalls.Receipt(await store.Captures.ReviseAsync(project, id, said, by));
    }

    private static async Task<FeedbackReceipt> ConsentAsync(UserConsentCall call, ClaimsPrincipal user, FeedbackStore store, SecretToken secrets)
    {
        var rater = FeedbackCalls.Pseudonym(secrets, ApiEndpoints.Project(user), "user " + call.User);
        return FeedbackCalls.Receipt(await store.Captures.ConsentAsync(ApiEndpoints.Project(user), rater, call.Version ?? "", call.TrainOk));
    }

    private static async Task<UserErasure> ForgetAsync(UserCall call, ClaimsPrincipal user, FeedbackStore store, SecretToken secrets, Ledger ledger)
    {
        var rater = FeedbackCalls.Pseudonym(secrets, ApiEndpoints.Project(user), "user " + call.User);
        var erased = await store.Erasing.EraseAsync(rater, ErasedAnswers.Delete, "asked by a user");
        ledger.Forget();
        return new UserErasure(rater, erased.Events, erased.Datasets);
    }

    private static async Task<FeedbackPage> ListAsync([Description("Goes on after the event of this sequence.")] long? after, [Description("At most so many; 1000 where left out.")] int? limit, ClaimsPrincipal user, FeedbackStore store, CancellationToken cancellation)
    {
        var (found, wanted, last) = (new List<JsonElement>(), Math.Clamp(limit ?? Most, 1, Most), 0L);
        await foreach (var one in store.Log.ReadAsync(after ?? 0, cancellation))
        {
            if (one.Event.Place != Answered.Use || one.Event.Project != ApiEndpoints.Project(user)) continue;
            if (found.Count == wanted) return new FeedbackPage(found, last);
            last = one.Sequence;
            found.Add(JsonSerializer.Deserialize<JsonElement>($"{{\"sequence\":{one.Sequence},\"event\":{FeedbackJson.Write(one.Event)}}}"));
        }
        return new FeedbackPage(found, null);
    }
}
