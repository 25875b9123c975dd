using System.CommandLine;
using Heed.Cli.Worlds;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Imports;
using Heed.Feedback.Reports;
using Heed.Feedback.Store;
using Heed.Language.Datasets;
using Heed.Rounds.Recipes;
using Heed.Rounds.Stages;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed feedback compare | import | report | export | score | verify | backup | restore | erase | expire | own | raters | pause | resume | answer-appeal</summary>
internal static class FeedbackCommand
{
    public static Command Create(Terminal terminal) => new("feedback", "Collect people's judgements, and judge the judges.")
    {
        Compare(terminal), Import(terminal), Report(terminal), FeedbackExportCommand.Create(terminal), FeedbackScoreCommand.Create(terminal),
        FeedbackKeeping.Verify(terminal), FeedbackKeeping.Backup(terminal), FeedbackKeeping.Restore(terminal), FeedbackKeeping.Erase(terminal), FeedbackKeeping.Expire(terminal), FeedbackKeeping.Own(terminal),
        FeedbackRaters.List(terminal), FeedbackRaters.Pause(terminal), FeedbackRaters.Resume(terminal), FeedbackRaters.AnswerAppeal(terminal),
    };

    /// <summary>Where the record is.</summary>
    public static Option<string> Log() => new("--log", "--database")
    {
        Description = "The record of feedback: a file such as events.db (made where it is not there), or postgres://user:password@host:port/database.",
        Required = true,
    };

    public static Option<ulong> Seed() => new("--seed") { Description = "Equal seeds draw equal pairs and sides.", DefaultValueFactory = _ => 1 };

    public static Option<bool> Json() => new("--json") { Description = "End with one JSON object on standard output." };

    public static FeedbackStore Open(string address, Terminal terminal, CancellationToken cancel) =>
        FeedbackStore.OpenAsync(address, terminal.Clock, cancellation: cancel).GetAwaiter().GetResult();

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
        }, r => [$"{r.Votes} answers recorded; {r.Earlier} were there before. The same command goes on with what is left"]));
        return command;
    }

    private static Command Import(Terminal terminal)
    {
        var file = new Option<string>("--file", "--preferences")
        {
            Description = "Feedback of other programs: chosen/rejected in any of the common shapes, KTO's thumbs, Open-Assistant's trees, Argilla's records, Label Studio's export, PandaLM.",
            Required = true,
        };
        var log = Log();
        var json = Json();
        var command = new Command("import", "Record feedback that people gave elsewhere.") { file, log, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            var (path, quarantine) = (parsed.GetValue(file)!, new Quarantine());
            using var events = Open(parsed.GetValue(log)!, terminal, cancel);
            var imported = ReadAsync(path, events, quarantine, terminal, cancel).GetAwaiter().GetResult();
            if (!parsed.GetValue(log)!.Contains("://", StringComparison.Ordinal)) quarantine.Write(parsed.GetValue(log)! + ".quarantine.jsonl");
            quarantine.Check(path);
            return imported with { Quarantined = quarantine.Records.Count };
        }, r => [$"{r.Answers:N0} answers recorded ({r.Shape}), {r.Quarantined} records in quarantine"]));
        return command;
    }

    private static async Task<Imported> ReadAsync(string path, FeedbackStore events, Quarantine quarantine, Terminal terminal, CancellationToken cancel)
    {
        if (File.Exists(path) && FeedbackImport.Recognise(path) is { } shape)
            return new Imported(await new FeedbackImport(events.Log, terminal.Clock.GetUtcNow()).RunAsync(path, shape, quarantine, cancel), shape.Name, 0);
        var read = Dataset.Read<Preference>(path, quarantine);
        var count = await new PreferenceImport(Path.GetFileName(path), terminal.Clock.GetUtcNow()).RunAsync(read.Items, events.Log, cancel);
        return new Imported(count, string.Join("; ", read.Shapes.Values.Distinct()), 0);
    }

    private static Command Report(Terminal terminal)
    {
        var log = Log();
        var project = new Option<string?>("--project") { Description = "Answers of one project; may be left out where there is only one." };
        var heldOut = new Option<double>("--held-out") { Description = "Share of the prompts kept to test the reward model.", DefaultValueFactory = _ => 0.1 };
        var seed = Seed();
        var stage = new StageArguments(recipe: false, resume: false);
        var groups = new Option<string?>("--raters-file") { Description = "A table (.csv, .jsonl, …) with a column \"rater\" and a column an attribute, such as country: for bias by group and for coverage." };
        var population = new Option<string?>("--population") { Description = "JSON: {\"country\": {\"UK\": 0.4, \"US\": 0.6}}. The answers are weighted to stand for it." };
        var command = new Command("report", "What the votes are worth: agreement, raters judged, bias, preferences with weights; and feedback-report.html, a page of it.") { log, project, heldOut, seed, groups, population };
        stage.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(stage.Json(parsed), cancel =>
        {
            using var events = Open(parsed.GetValue(log)!, terminal, cancel);
            var of = ProjectAsync(events, parsed.GetValue(project), cancel).GetAwaiter().GetResult();
            var (output, context) = (stage.Out(parsed), stage.Context(terminal, parsed, cancel));
            var analysed = FeedbackStage.RunAsync(events.Log, output, parsed.GetValue(heldOut), parsed.GetValue(seed), context, of).GetAwaiter().GetResult();
            var quality = RaterReportStage.RunAsync(events.Log, KnownAsync(events, of, cancel).GetAwaiter().GetResult(), parsed.GetValue(groups), parsed.GetValue(population), output, parsed.GetValue(seed), context, analysed: analysed, project: of).GetAwaiter().GetResult();
            return new Reported(analysed.Report, quality, Path.Combine(output, RaterReportStage.Page));
        }, r => Lines(r), r => r.Feedback));
        return command;
    }

    private static IEnumerable<string> Lines(Reported reported)
    {
        var r = reported.Feedback;
        var found = reported.Quality.Findings.ToLookup(f => f.Rater, f => f.Reason);
        yield return $"{r.Votes:N0} votes on {r.Pairs:N0} pairs by {r.RaterCount} raters; alpha {r.Alpha:F3}";
        if (r.ReliabilityNote.Length > 0) yield return r.ReliabilityNote;
        foreach (var x in r.Raters ?? [])
            yield return $"  {x.Rater,-14} {x.Votes,5} votes  accuracy {x.Accuracy:P0}  weight {x.Weight:F2}  {(found.Contains(x.Rater) ? string.Join("; ", found[x.Rater]) : "no flag")}";
        foreach (var standings in reported.Quality.Standings)
            foreach (var x in standings.Sources) yield return $"  {x.Source,-14} strength {x.Strength} by {standings.Kind.ToString().ToLowerInvariant()}, {x.Judged} judgements";
        foreach (var step in reported.Quality.NextSteps) yield return $"→ {step.Replace("`", "'", StringComparison.Ordinal)}";
        yield return reported.Page;
    }

    /// <summary>The project that is asked for, or the only one that was answered in; null where nothing was answered.</summary>
    /// <exception cref="RecipeException">Several were answered in and none is named, or none of that name was.</exception>
    private static async Task<string?> ProjectAsync(FeedbackStore store, string? asked, CancellationToken cancel)
    {
        var known = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var one in store.Log.ReadAsync(cancellation: cancel))
            if (one.Event is Answered) known.Add(one.Event.Project);
        if (asked is null ? known.Count > 1 : !known.Contains(asked))
            throw new RecipeException("command line", [new Problem("--project", asked is null ? $"the record holds answers of {known.Count} projects" : $"the record holds no answers of a project {asked}", $"name one of {string.Join(", ", known)}")]);
        return asked ?? known.FirstOrDefault();
    }

    /// <summary>The known answers of gold questions of a project, or (null) of all.</summary>
    private static async Task<Dictionary<string, Answer>> KnownAsync(FeedbackStore store, string? of, CancellationToken cancel)
    {
        var known = new Dictionary<string, Answer>();
        foreach (var project in (await store.Projects.ListAsync(cancel)).Where(p => of is null || p.Id == of))
            foreach (var (item, answer) in await store.Queue.KnownAsync(project.Id, cancel)) known[item] = answer.Expected;
        return known;
    }

    private sealed record Reported(FeedbackReport Feedback, QualityReport Quality, string Page);

    private sealed record Imported(int Answers, string Shape, int Quarantined);
}
