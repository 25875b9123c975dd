using System.CommandLine;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Feedback.Store.Keeping;
using Heed.Labelling.Accounts;
using Heed.Rounds;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed feedback verify | backup | restore | erase | own: what keeps the record whole, and what lets people out of it.</summary>
internal static class FeedbackKeeping
{
    public static Command Verify(Terminal terminal)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var head = new Option<string?>("--head") { Description = "The last link of the chain that you noted elsewhere; refuses a record whose chain does not go through it." };
        var command = new Command("verify", "Recompute the chain over all events: whole, erased on request, or broken.") { log, head, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var store = OpenThere(parsed.GetValue(log)!, terminal, cancel);
            var found = store.VerifyAsync(cancel).GetAwaiter().GetResult();
            if (!found.Whole) throw new EventLogException($"{store.Name} is broken:\n  {string.Join("\n  ", found.Broken)}\nRestore a backup by 'heed feedback restore'.");
            if (parsed.GetValue(head) is { } expected && !store.HasLinkAsync(expected, cancel).GetAwaiter().GetResult())
                throw new EventLogException($"{store.Name} is broken: its chain does not go through {expected}. Its end was cut off, or it is another record.");
            return found;
        }, v => [$"whole: {v.Events:N0} events, {v.Items:N0} items{(v.Erased > 0 ? $"; {v.Erased:N0} events erased" : "")}", $"last link {v.Head}"]));
        return command;
    }

    public static Command Backup(Terminal terminal)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var to = new Option<string>("--to") { Description = "The copy; a manifest with its hash is written beside it.", Required = true };
        var command = new Command("backup", "Copy a record while others write to it.") { log, to, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json),
            cancel => Heed.Feedback.Store.Keeping.Backup.MakeAsync(parsed.GetValue(log)!, parsed.GetValue(to)!, terminal.Clock, cancel).GetAwaiter().GetResult(),
            m => [$"{m.File}: {m.Events:N0} events, {m.Bytes:N0} bytes, SHA-256 {m.Sha256}"]));
        return command;
    }

    public static Command Restore(Terminal terminal)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var from = new Option<string>("--from") { Description = "The copy that 'backup' made.", Required = true };
        var newer = new Option<string?>("--erased-in") { Description = "A later copy of the same record, if there is one: what was erased in it is erased again." };
        var command = new Command("restore", "Put a copy in the place of a record that is lost.") { log, from, newer, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            var manifest = Heed.Feedback.Store.Keeping.Backup.RestoreAsync(parsed.GetValue(from)!, parsed.GetValue(log)!, terminal.Clock, cancel).GetAwaiter().GetResult();
            using var store = FeedbackCommand.Open(parsed.GetValue(log)!, terminal, cancel);
            if (parsed.GetValue(newer) is not { } later) return new Restored(manifest.Events, 0);
            using var other = OpenThere(later, terminal, cancel);
            return new Restored(manifest.Events, store.Erasing.EraseAgainAsync(other).GetAwaiter().GetResult());
        }, r => [$"restored {r.Events:N0} events{(r.ErasedAgain > 0 ? $", erased {r.ErasedAgain:N0} of them again" : "")}"]));
        return command;
    }

    public static Command Erase(Terminal terminal)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var rater = new Option<string>("--rater") { Description = "The pseudonym.", Required = true };
        var answers = new Option<ErasedAnswers>("--answers") { Description = "delete: items are open again; unlink: answers stay without any name." };
        var reason = new Option<string>("--reason") { Description = "Recorded; must not name the rater.", DefaultValueFactory = _ => "asked by the rater" };
        var runs = new Option<string>("--runs") { Description = "Where to look for runs that learned from the answers.", DefaultValueFactory = _ => "runs" };
        var command = new Command("erase", "Forget a rater, and the account on the site where the record is a site's; lists the datasets and runs that hold the answers.") { log, rater, answers, reason, runs, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var store = OpenThere(parsed.GetValue(log)!, terminal, cancel);
            var erasure = SiteErasure.RunAsync(store, parsed.GetValue(rater)!, parsed.GetValue(answers), parsed.GetValue(reason)!, terminal.Clock, cancel).GetAwaiter().GetResult();
            return new ErasedRater(erasure.Events, erasure.Kept, erasure.Reopened, erasure.Datasets, DatasetLineage.Taught(parsed.GetValue(runs)!, erasure.Datasets));
        }, e =>
        [
            $"{e.Events:N0} events erased, {e.Kept:N0} answers kept without a name, {e.Reopened:N0} items open again",
            .. e.Datasets.Select(d => $"  dataset {d} holds erased answers: export it again"),
            .. e.Runs.Select(r => $"  {r.Folder} learned from dataset {r.Version}: train it again, or replace it"),
        ]));
        return command;
    }

    public static Command Expire(Terminal terminal)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var days = new Option<int?>("--older-than-days") { Description = "Instead of what each project says." };
        var project = new Option<string?>("--project") { Description = "One project; default: all." };
        var command = new Command("expire", "Erase what raters said longer ago than their project keeps it.") { log, days, project, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var store = OpenThere(parsed.GetValue(log)!, terminal, cancel);
            var erased = 0;
            foreach (var one in store.Projects.ListAsync(cancel).GetAwaiter().GetResult().Where(p => parsed.GetValue(project) is null || p.Id == parsed.GetValue(project)))
                erased += store.Erasing.ExpireAsync(parsed.GetValue(days) is { } limit ? one with { RetentionDays = limit } : one).GetAwaiter().GetResult();
            return new Expired(erased);
        }, e => [$"{e.Events:N0} events erased"]));
        return command;
    }

    public static Command Own(Terminal terminal)
    {
        var (log, json) = (FeedbackCommand.Log(), FeedbackCommand.Json());
        var rater = new Option<string>("--rater") { Description = "The pseudonym.", Required = true };
        var output = new Option<string>("--out") { Description = "A file of one event a line.", Required = true };
        var command = new Command("own", "Write down everything the record holds of one rater.") { log, rater, output, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var store = OpenThere(parsed.GetValue(log)!, terminal, cancel);
            var events = store.Raters.OwnAsync(parsed.GetValue(rater)!, cancel).GetAwaiter().GetResult();
            AtomicFile.WriteText(parsed.GetValue(output)!, string.Concat(events.Select(e => FeedbackJson.Write(e) + "\n")));
            return new OwnData(events.Count, parsed.GetValue(output)!);
        }, o => [$"{o.Events:N0} events in {o.File}"]));
        return command;
    }

    /// <summary>Opens a record that must be there.</summary>
    internal static FeedbackStore OpenThere(string address, Terminal terminal, CancellationToken cancel) =>
        address.Contains("://", StringComparison.Ordinal) || File.Exists(address) ? FeedbackCommand.Open(address, terminal, cancel) : throw new EventLogException($"{address} is not there. Name the record.");

    private sealed record Restored(long Events, int ErasedAgain);

    private sealed record ErasedRater(int Events, int Kept, int Reopened, IReadOnlyList<string> Datasets, IReadOnlyList<TaughtRun> Runs);

    private sealed record Expired(int Events);

    private sealed record OwnData(int Events, string File);
}
