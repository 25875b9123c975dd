using System.CommandLine;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Reports;
using Heed.Feedback.Store;

namespace Heed.Cli.Commands;

/// <summary>heed feedback raters | pause | resume | answer-appeal: who works, who does not for now and why, and what is said to it. Answers are never taken away.</summary>
internal static class FeedbackRaters
{
    public static Command List(Terminal terminal)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var command = new Command("raters", "The raters of a record: since when, paused for what, and what they say to it.") { log, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var store = FeedbackKeeping.OpenThere(parsed.GetValue(log)!, terminal, cancel);
            return ListAsync(store, cancel).GetAwaiter().GetResult();
        }, rows => rows.Length == 0 ? ["no raters; invite some by 'heed label'"] : [.. rows.Select(Line)]));
        return command;
    }

    public static Command Pause(Terminal terminal)
    {
        var reason = new Option<string>("--reason") { Description = "What the rater reads.", Required = true };
        return Act(terminal, "pause", "Give a rater no more items for now. The rater reads the reason and can appeal; the answers stay.", [reason], (store, project, rater, by, parsed) => store.Raters.PauseAsync(project, rater, parsed.GetValue(reason)!, by));
    }

    public static Command Resume(Terminal terminal) =>
        Act(terminal, "resume", "Give a paused rater items again.", [], (store, project, rater, by, _) => store.Raters.ResumeAsync(project, rater, by));

    public static Command AnswerAppeal(Terminal terminal)
    {
        var text = new Option<string>("--text") { Description = "What the rater reads.", Required = true };
        return Act(terminal, "answer-appeal", "Answer what a paused rater said; 'resume' is a step of its own.", [text], (store, project, rater, by, parsed) => store.Raters.AnswerAppealAsync(project, rater, parsed.GetValue(text)!, by));
    }

    private static Command Act(Terminal terminal, string name, string description, IEnumerable<Option> options, Func<FeedbackStore, string, string, string, ParseResult, Task> act)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var rater = new Option<string>("--rater") { Description = "The pseudonym.", Required = true };
        var by = new Option<string>("--by") { Description = "Who decides; recorded.", DefaultValueFactory = _ => "administrator" };
        var project = new Option<string?>("--project") { Description = "One project; default: every one that the rater works in." };
        var command = new Command(name, description) { log, rater, project, by, json };
        foreach (var option in options) command.Options.Add(option);
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var store = FeedbackKeeping.OpenThere(parsed.GetValue(log)!, terminal, cancel);
            ActAsync(store, parsed.GetValue(project), parsed.GetValue(rater)!, name != "pause", p => act(store, p, parsed.GetValue(rater)!, parsed.GetValue(by)!, parsed)).GetAwaiter().GetResult();
            return ListAsync(store, cancel).GetAwaiter().GetResult().Where(r => r.Rater == parsed.GetValue(rater)).ToArray();
        }, rows => [.. rows.Select(Line)]));
        return command;
    }

    /// <summary>Acts on a rater in one project, or in all: where the rater works, or (to end a pause or speak about it) is paused.</summary>
    private static async Task ActAsync(FeedbackStore store, string? project, string rater, bool paused, Func<string, Task> act)
    {
        var memberships = (await store.Raters.MembershipsAsync(project, rater)).OrderBy(m => m.Project, StringComparer.Ordinal).ToArray();
        if (memberships.Length == 0) throw new QueueException(QueueProblem.NotFound, $"There is no rater {rater} in {project ?? "any project"}. Who there is: heed feedback raters");
        foreach (var one in memberships.Where(m => !paused || m.PausedFor is not null).DefaultIfEmpty(memberships[0])) await act(one.Project);
    }

    private static async Task<RaterState[]> ListAsync(FeedbackStore store, CancellationToken cancel)
    {
        var events = new List<FeedbackEvent>();
        await foreach (var one in store.Log.ReadAsync(cancellation: cancel))
            if (one.Event is RaterPaused or RaterResumed or RaterAppealed or AppealAnswered) events.Add(one.Event);
        var paused = PausedRater.Of(events).ToDictionary(p => (p.Project, p.Rater));
        var members = (await store.Raters.MembershipsAsync(cancellation: cancel)).OrderBy(m => m.Project, StringComparer.Ordinal).ToLookup(m => m.Rater);
        return [.. (await store.Raters.ListAsync(cancel)).SelectMany(r => members[r.Id].DefaultIfEmpty().Select(m => State(r, m, m is null ? null : paused.GetValueOrDefault((m.Project, r.Id)))))];
    }

    private static RaterState State(Rater rater, Membership? member, PausedRater? paused) => member?.PausedFor is not { } reason
        ? new RaterState(rater.Id, member?.Project, rater.Since, null, null, null, null)
        : new RaterState(rater.Id, member.Project, rater.Since, paused?.Reason ?? reason, paused?.Since, paused?.Appeal, paused?.Answer);

    private static string Line(RaterState rater) => rater.PausedFor is not { } reason ? $"{Name(rater)}: works, since {rater.Since:yyyy-MM-dd}"
        : $"{Name(rater)}: paused{(rater.PausedSince is { } since ? $" since {since:yyyy-MM-dd}" : "")}: {reason}{(rater.Appeal is null ? "" : $"; appeals: {rater.Appeal}")}{(rater.Answer is null ? "" : $"; answered: {rater.Answer}")}";

    private static string Name(RaterState rater) => rater.Project is { } project ? $"{rater.Rater} in {project}" : rater.Rater;

    private sealed record RaterState(string Rater, string? Project, DateTimeOffset Since, string? PausedFor, DateTimeOffset? PausedSince, string? Appeal, string? Answer);
}
