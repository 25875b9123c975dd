using System.CommandLine;
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
        return Act(terminal, "pause", "Give a rater no more items for now. The rater reads the reason and can appeal; the answers stay.", [reason], (store, rater, by, parsed) => store.Raters.PauseAsync(rater, parsed.GetValue(reason)!, by));
    }

    public static Command Resume(Terminal terminal) =>
        Act(terminal, "resume", "Give a paused rater items again.", [], (store, rater, by, _) => store.Raters.ResumeAsync(rater, by));

    public static Command AnswerAppeal(Terminal terminal)
    {
        var text = new Option<string>("--text") { Description = "What the rater reads.", Required = true };
        return Act(terminal, "answer-appeal", "Answer what a paused rater said; 'resume' is a step of its own.", [text], (store, rater, by, parsed) => store.Raters.AnswerAppealAsync(rater, parsed.GetValue(text)!, by));
    }

    private static Command Act(Terminal terminal, string name, string description, IEnumerable<Option> options, Func<FeedbackStore, string, string, ParseResult, Task> act)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var rater = new Option<string>("--rater") { Description = "The pseudonym.", Required = true };
        var by = new Option<string>("--by") { Description = "Who decides; recorded.", DefaultValueFactory = _ => "administrator" };
        var command = new Command(name, description) { log, rater, by, json };
        foreach (var option in options) command.Options.Add(option);
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var store = FeedbackKeeping.OpenThere(parsed.GetValue(log)!, terminal, cancel);
            act(store, parsed.GetValue(rater)!, parsed.GetValue(by)!, parsed).GetAwaiter().GetResult();
            return ListAsync(store, cancel).GetAwaiter().GetResult().Single(r => r.Rater == parsed.GetValue(rater));
        }, row => [Line(row)]));
        return command;
    }

    private static async Task<RaterState[]> ListAsync(FeedbackStore store, CancellationToken cancel)
    {
        var events = new List<FeedbackEvent>();
        await foreach (var one in store.Log.ReadAsync(cancellation: cancel))
            if (one.Event is RaterPaused or RaterResumed or RaterAppealed or AppealAnswered) events.Add(one.Event);
        var paused = PausedRater.Of(events).ToDictionary(p => p.Rater);
        return [.. (await store.Raters.ListAsync(cancel)).Select(r => new RaterState(r.Id, r.Since, r.PausedFor is null ? null : paused.GetValueOrDefault(r.Id)?.Reason ?? r.PausedFor, paused.GetValueOrDefault(r.Id)?.Since, paused.GetValueOrDefault(r.Id)?.Appeal, paused.GetValueOrDefault(r.Id)?.Answer))];
    }

    private static string Line(RaterState rater) => rater.PausedFor is not { } reason ? $"{rater.Rater}: works, since {rater.Since:yyyy-MM-dd}"
        : $"{rater.Rater}: paused{(rater.PausedSince is { } since ? $" since {since:yyyy-MM-dd}" : "")}: {reason}{(rater.Appeal is null ? "" : $"; appeals: {rater.Appeal}")}{(rater.Answer is null ? "" : $"; answered: {rater.Answer}")}";

    private sealed record RaterState(string Rater, DateTimeOffset Since, string? PausedFor, DateTimeOffset? PausedSince, string? Appeal, string? Answer);
}
