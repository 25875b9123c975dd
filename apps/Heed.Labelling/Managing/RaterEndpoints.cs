using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Reliability;
using Heed.Feedback.Reports;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Heed.Labelling.Managing;

/// <summary>The raters of a project: what their answers look like, who is paused and why, what they say to it.</summary>
internal static class RaterEndpoints
{
    public static void Map(RouteGroupBuilder manage)
    {
        manage.MapGet("/raters", ShowAsync);
        manage.MapPost("/raters/{rater}/pause", async (string rater, [FromForm] string reason, Caller caller, FeedbackStore store, AuditLog audit) =>
            await InProjectAsync(rater, caller, store, async () =>
            {
                await store.Raters.PauseAsync(caller.Project.Id, rater, reason, caller.Alias);
                await audit.WriteAsync(caller.Rater, "pause", rater, after: reason);
            })).DisableAntiforgery();
        manage.MapPost("/raters/{rater}/cohorts", async (string rater, [FromForm] string? cohorts, Caller caller, FeedbackStore store, AuditLog audit) =>
            await InProjectAsync(rater, caller, store, async () =>
            {
                await store.Raters.JoinCohortsAsync(caller.Project.Id, rater, Names(cohorts));
                await audit.WriteAsync(caller.Rater, "cohorts", rater, after: cohorts);
            })).DisableAntiforgery();
        manage.MapPost("/raters/{rater}/resume", async (string rater, Caller caller, FeedbackStore store, AuditLog audit) =>
            await InProjectAsync(rater, caller, store, async () =>
            {
                await store.Raters.ResumeAsync(caller.Project.Id, rater, caller.Alias);
                await audit.WriteAsync(caller.Rater, "resume", rater);
            }));
        manage.MapPost("/raters/{rater}/answer", async (string rater, [FromForm] string text, Caller caller, FeedbackStore store, AuditLog audit) =>
            await InProjectAsync(rater, caller, store, async () =>
            {
                await store.Raters.AnswerAppealAsync(caller.Project.Id, rater, text, caller.Alias);
                await audit.WriteAsync(caller.Rater, "answer-appeal", rater);
            })).DisableAntiforgery();
    }

    /// <summary>Names separated by commas.</summary>
    private static IReadOnlyList<string> Names(string? list) => [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Acts on a rater of the caller's own project; any other does not exist.</summary>
    private static async Task<IResult> InProjectAsync(string rater, Caller caller, FeedbackStore store, Func<Task> act)
    {
        if ((await store.Raters.MembershipsAsync(caller.Project.Id, rater)).Count == 0) throw new QueueException(QueueProblem.NotFound, "There is no such rater in this project.");
        await act();
        return Results.LocalRedirect($"/manage/{caller.Project.Id}/raters");
    }

    private static async Task<IResult> ShowAsync(Caller caller, FeedbackStore store, Ledger ledger, TimeProvider clock, CancellationToken cancellation)
    {
        var record = await ledger.ReadAsync(caller.Project.Id, cancellation);
        var byItem = record.Counted.ToLookup(a => a.ItemId);
        var members = (await store.Raters.MembershipsAsync(caller.Project.Id, cancellation: cancellation)).ToDictionary(m => m.Rater);
        var judged = (record.Judged.Report.Raters ?? []).ToDictionary(r => r.Rater);
        var paused = PausedRater.Of(record.Events).ToDictionary(p => p.Rater);
        var all = await store.Raters.ListAsync(cancellation);
        var known = await store.Queue.KnownAsync(caller.Project.Id, cancellation);
        var rows = all.Where(r => members.ContainsKey(r.Id)).Select(r => new RaterRow(r, RaterFigures.Of(record, r.Id, byItem, clock.GetUtcNow()), judged.GetValueOrDefault(r.Id),
            GoldRecord.Of(record.Standing.Where(a => a.Rater == r.Id), known), paused.GetValueOrDefault(r.Id)?.Appeal)
        { Actors = [.. record.Standing.Where(a => a.Rater == r.Id).Select(a => a.Actor).Distinct().Order()], Cohorts = members[r.Id].Cohorts, PausedFor = members[r.Id].PausedFor });
        return new Page<RatersPage>(new { Caller = caller, Rows = (IReadOnlyList<RaterRow>)[.. rows.OrderByDescending(r => r.Figures.Answers)] });
    }
}

/// <summary>A rater in the table.</summary>
/// <param name="Judged">By the model of the raters; null where they cannot be judged by each other.</param>
/// <param name="Appeal">What a paused rater last said to it.</param>
public sealed record RaterRow(Rater Rater, RaterFigures Figures, RaterReport? Judged, GoldRecord Gold, string? Appeal)
{
    /// <summary>Who or what gave the answers: a person, or a model or program with a key.</summary>
    public IReadOnlyList<ActorKind> Actors { get; init; } = [];

    public IReadOnlyList<string> Cohorts { get; init; } = [];

    /// <summary>Why the rater gets no items here, with what was answered to an appeal; null where not paused.</summary>
    public string? PausedFor { get; init; }

    /// <summary>Whether the answers tell that the rater is better than a coin: by the others, or by known answers.</summary>
    public bool Proven => Gold.State == SequentialDecision.AcceptFirst || Judged?.AccuracyInterval?.Low > 0.5;
}
