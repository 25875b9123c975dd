using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Feedback.Reports;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Items;
using Heed.Labelling.Managing;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Items;
using Heed.Labelling.Pages.Work;
using Heed.Labelling.Security;
using Heed.Labelling.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Work;

/// <summary>The labelling page and what its scripts call.</summary>
internal static class WorkEndpoints
{
    public const string Place = "page";

    private const int Remembered = 20;

    public static void Map(WebApplication app)
    {
        var work = ProjectGate.On(app.MapGroup("/p/{project}"), ProjectRole.Annotator);
        work.MapGet("", ShowAsync);
        work.MapPost("/next", NextAsync);
        work.MapPost("/answers", SubmitAsync);
        work.MapGet("/answers/{token}", AgainAsync);
        work.MapPost("/skips", SkipAsync);
        work.MapPut("/drafts/{token}", async (string token, SavedDraft draft, Caller caller, FeedbackStore store) =>
        {
            await store.Queue.SaveDraftAsync(caller.Rater, token, JsonSerializer.Serialize(draft.Fields));
            return Results.NoContent();
        });
        work.MapPost("/extend/{token}", async (string token, Caller caller, FeedbackStore store, TimeProvider clock) =>
            Results.Json(new { seconds = (long)(await store.Queue.ExtendAsync(token, caller.Rater) - clock.GetUtcNow()).TotalSeconds }));
        work.MapPost("/suggest/{token}", SuggestAsync);
        work.MapPost("/flags/{token}", async (string token, ItemFlag flag, Caller caller, FeedbackStore store) =>
            Results.Json(new { event_id = await store.Queue.FlagAsync(caller.Rater, token, flag.Labels, flag.Comment, Place) }));
    }

    private static async Task<IResult> ShowAsync(string? again, Caller caller, FeedbackStore store, Ledger ledger, SiteContext database, TimeProvider clock, CancellationToken cancellation)
    {
        var turn = await store.Queue.NextAsync(caller.Project.Id, caller.Rater);
        if (turn.State == TurnState.GuidelinesUnread) return Results.LocalRedirect($"/p/{caller.Project.Id}/guidelines");
        var history = await store.Queue.HistoryAsync(caller.Project.Id, caller.Rater, 500, cancellation);
        var account = await database.Users.AsNoTracking().FirstAsync(u => u.Id == caller.AccountId, cancellation);
        return new Page<WorkPage>(new
        {
            Caller = caller,
            Turn = turn,
            Shown = Of(turn, clock),
            Appeal = await AppealAsync(turn, caller, ledger, cancellation),
            Today = history.Count(h => h.Answer is not null && h.Time.UtcDateTime.Date == clock.GetUtcNow().UtcDateTime.Date),
            History = (IReadOnlyList<string>)[.. history.Take(Remembered).Select(h => h.Token).Reverse()],
            Again = again,
            Preferences = KeyPreferences.Of(account.SingleKeys, account.KeyMap),
        });
    }

    private static async Task<IResult> NextAsync(NextRequest request, bool? ahead, Caller caller, FeedbackStore store, Ledger ledger, TimeProvider clock, PageTexts texts, CancellationToken cancellation)
    {
        var turn = await store.Queue.NextAsync(caller.Project.Id, caller.Rater, request.Held ?? []);
        if (turn.State == TurnState.GuidelinesUnread && ahead != true) return Problems.Result(StatusCodes.Status409Conflict, texts["guidelines.changed"]);
        if (Of(turn, clock) is { } shown) return new Page<ItemForm>(new { Shown = shown, Questions = caller.Settings.Questions, Address = $"/p/{caller.Project.Id}" });
        return ahead == true ? Results.NoContent() : new Page<TurnNotice>(new { Turn = turn, Project = caller.Project, Appeal = await AppealAsync(turn, caller, ledger, cancellation) });
    }

    private static async Task<IResult> SubmitAsync(PageAnswer answer, Caller caller, FeedbackStore store, PageTexts texts)
    {
        var lease = await store.Queue.FindAsync(answer.Assignment, caller.Rater);
        var submission = new Submission(answer.Assignment, answer.Key, AnswerFields.Read(lease.Item, answer.Fields))
        {
            Timing = answer.Timing?.AsRecorded(),
            Page = new PageFacts(texts.Language, Assets.Build),
        };
        var receipt = await store.Queue.SubmitAsync(caller.Rater, submission, Place);
        return Results.Json(PageReceipt.Of(receipt, texts));
    }

    private static async Task<IResult> SkipAsync(PageSkip skip, Caller caller, FeedbackStore store)
    {
        var receipt = await store.Queue.SkipAsync(caller.Rater, skip.Assignment, skip.Key, skip.Reason, string.IsNullOrWhiteSpace(skip.Note) ? null : skip.Note, Place, skip.Timing?.AsRecorded());
        return Results.Json(new PageReceipt(receipt.EventId, "skipped"));
    }

    /// <summary>One of the last answers, open for change.</summary>
    private static async Task<IResult> AgainAsync(string token, Caller caller, FeedbackStore store, PageTexts texts, CancellationToken cancellation)
    {
        var history = await store.Queue.HistoryAsync(caller.Project.Id, caller.Rater, Remembered, cancellation);
        var entry = history.FirstOrDefault(h => h.Token == token) ?? throw new QueueException(QueueProblem.NotFound, texts["undo.unknown"]);
        var shown = new ShownItem(entry.Item, entry.Shown.Order, token)
        {
            Revises = true,
            SuggestionShown = entry.Shown.Suggestion,
            Fields = entry.Answer is null ? new Dictionary<string, string[]>() : AnswerFields.Write(entry.Answer),
        };
        return new Page<ItemForm>(new { Shown = shown, Questions = caller.Settings.Questions, Address = $"/p/{caller.Project.Id}" });
    }

    /// <summary>The suggestion of a demonstration, for raters whose lot it is to see it.</summary>
    private static async Task<IResult> SuggestAsync(string token, Caller caller, FeedbackStore store)
    {
        var lease = await store.Queue.FindAsync(token, caller.Rater);
        return lease is { Item: DemonstrationItem { Suggestion: { } suggestion }, Shown.Suggestion: true }
            ? Results.Text(suggestion.Text)
            : throw new QueueException(QueueProblem.Conflict, "No suggestion is shown for this item.");
    }

    /// <summary>What a paused rater said to it; null where nothing yet.</summary>
    private static async Task<string?> AppealAsync(Turn turn, Caller caller, Ledger ledger, CancellationToken cancellation) => turn.State != TurnState.Paused ? null
        : PausedRater.Of((await ledger.ReadAsync(caller.Project.Id, cancellation)).Events).FirstOrDefault(p => p.Rater == caller.Rater)?.Appeal;

    private static ShownItem? Of(Turn turn, TimeProvider clock) => turn.Lease is { } lease ? ShownItem.Of(lease, clock.GetUtcNow()) : null;
}
