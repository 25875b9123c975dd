using System.CommandLine;
using Heed.Cli.Worlds;
using Heed.Feedback.Assignment;
using Heed.Feedback.Imports;
using Heed.Feedback.Store;
using Heed.Language.Datasets;
using Heed.Rounds.Recipes;
using Heed.Rounds.Stages;

namespace Heed.Cli.Commands;

/// <summary>heed feedback compare | import | report</summary>
internal static class FeedbackCommand
{
    public static Command Create(Terminal terminal) => new("feedback", "Collect people's judgements, and judge the judges.") { Compare(terminal), Import(terminal), Report(terminal) };

    private static Command Compare(Terminal terminal)
    {
        var candidates = new Option<string>("--candidates") { Description = "candidates.jsonl of 'heed generate'.", Required = true };
        var log = Log();
        var rater = new Option<string>("--rater") { Description = "Your pseudonym.", Required = true };
        var pairs = new Option<int>("--pairs-per-prompt") { Description = "Pairs of each prompt's answers.", DefaultValueFactory = _ => 2 };
        var seed = Seed();
        var json = Json();
        var command = new Command("compare", "Compare answers at the terminal: which is better, left or right?") { candidates, log, rater, pairs, seed, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            using var events = Open(parsed.GetValue(log)!, terminal, cancel);
            IReadOnlyList<IRater> raters = [new TerminalRater(parsed.GetValue(rater)!, terminal)];
            var recipe = new ComparisonRecipe { PairsPerPrompt = parsed.GetValue(pairs), VotesPerPair = 1 };
            return ComparisonStage.RunAsync(parsed.GetValue(candidates)!, "model", raters, events.Log, recipe, parsed.GetValue(seed), terminal.Context(cancel)).GetAwaiter().GetResult();
        }, r => [$"{r.Votes} answers recorded; {r.Earlier} were there before"]));
        return command;
    }

    private static Command Import(Terminal terminal)
    {
        var preferences = new Option<string>("--preferences") { Description = "Preferences in any of the known shapes (heed data inspect shows it).", Required = true };
        var log = Log();
        var json = Json();
        var command = new Command("import", "Record preferences that people gave elsewhere.") { preferences, log, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            var quarantine = new Quarantine();
            var file = parsed.GetValue(preferences)!;
            var read = Dataset.Read<Preference>(file, quarantine);
            quarantine.Check(file);
            quarantine.Write(parsed.GetValue(log)! + ".quarantine.jsonl");
            using var events = Open(parsed.GetValue(log)!, terminal, cancel);
            return new Imported(new PreferenceImport(Path.GetFileName(file), terminal.Clock.GetUtcNow()).RunAsync(read.Items, events.Log, cancel).GetAwaiter().GetResult(), quarantine.Records.Count);
        }, r => [$"{r.Preferences:N0} preferences recorded, {r.Quarantined} in quarantine"]));
        return command;
    }

    private static Command Report(Terminal terminal)
    {
        var log = Log();
        var heldOut = new Option<double>("--held-out") { Description = "Share of the prompts kept to test the reward model.", DefaultValueFactory = _ => 0.1 };
        var seed = Seed();
        var stage = new StageArguments(recipe: false, resume: false);
        var command = new Command("report", "What the votes are worth: agreement, raters judged, preferences with weights.") { log, heldOut, seed };
        stage.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(stage.Json(parsed), cancel =>
        {
            using var events = Open(parsed.GetValue(log)!, terminal, cancel);
            return FeedbackStage.RunAsync(events.Log, stage.Out(parsed), parsed.GetValue(heldOut), parsed.GetValue(seed), stage.Context(terminal, parsed, cancel)).GetAwaiter().GetResult().Report;
        }, r =>
        [
            $"{r.Votes:N0} votes on {r.Pairs:N0} pairs by {r.RaterCount} raters; alpha {r.Alpha:F3}",
            .. r.ReliabilityNote.Length > 0 ? [r.ReliabilityNote] : Array.Empty<string>(),
            .. (r.Raters ?? []).Select(x => $"  {x.Rater,-14} {x.Votes,5} votes  accuracy {x.Accuracy:P0}  weight {x.Weight:F2}  {(x.Reason.Length > 0 ? x.Reason : "no flag")}"),
        ]));
        return command;
    }

    private static Option<string> Log() => new("--log") { Description = "events.db: the record of feedback; made where it is not there.", Required = true };

    private static Option<ulong> Seed() => new("--seed") { Description = "Equal seeds draw equal pairs and sides.", DefaultValueFactory = _ => 1 };

    private static Option<bool> Json() => new("--json") { Description = "End with one JSON object on standard output." };

    private static FeedbackStore Open(string address, Terminal terminal, CancellationToken cancel) =>
        FeedbackStore.OpenAsync(address, terminal.Clock, cancellation: cancel).GetAwaiter().GetResult();

    private sealed record Imported(int Preferences, int Quarantined);
}
