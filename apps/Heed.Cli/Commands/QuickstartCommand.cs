using System.CommandLine;
using Heed.Cli.Worlds;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Rounds;
using Heed.Rounds.Stages;
using Heed.Runs;
using Heed.Simulation;
using Heed.Simulation.Prompts;

namespace Heed.Cli.Commands;

/// <summary>heed quickstart: recipes/quickstart.yaml over the same stages as every other command.</summary>
internal static class QuickstartCommand
{
    /// <summary>The record of feedback in a round's folder.</summary>
    public const string Record = "events.db";

    public static Command Create(Terminal terminal)
    {
        var recipe = new Option<string?>("--recipe") { Description = "The round's recipe; default: recipes/quickstart.yaml, or recipes/own-data.yaml with --text." };
        var text = new Option<string?>("--text") { Description = "Your text instead of the small world's; needs --preferences." };
        var preferences = new Option<string?>("--preferences") { Description = "Your preferences instead of the small world's raters." };
        var seed = new Option<ulong?>("--seed") { Description = "Everything follows from it." };
        var set = new Option<string[]>("--set") { Description = "Override a key of the recipe by its path." };
        var output = new Option<string?>("--out") { Description = "Folder to write to; default: a new one under runs/." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the round in --out, by the recipe it was begun with; answers that people gave since are learned from." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("quickstart", "The whole loop in a small world or on your own data, in minutes.") { recipe, text, preferences, seed, set, output, resume, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            var own = parsed.GetValue(text);
            if (own is null != parsed.GetValue(preferences) is null)
                throw new RecipeException("command line", [new Problem("--text", "--text and --preferences belong together", "give both, or neither")]);
            string[] overrides = [.. parsed.GetValue(set) ?? [], .. parsed.GetValue(seed) is { } s ? new[] { $"seed={s}" } : []];
            var folder = parsed.GetValue(output) ?? NewFolder();
            var begun = Path.Combine(folder, Round.RecipeFile);
            var settings = Recipe.Load<QuickstartRecipe>(parsed.GetValue(recipe) ?? (parsed.GetValue(resume) && File.Exists(begun) ? begun : Recipes.Find(own is null ? "quickstart.yaml" : "own-data.yaml")), overrides);
            var context = terminal.Context(cancel, parsed.GetValue(resume));
            return Run(settings, folder, own, parsed.GetValue(preferences), context).GetAwaiter().GetResult();
        }, Lines));
        return command;
    }

    private static async Task<RoundResult> Run(QuickstartRecipe settings, string folder, string? text, string? preferences, StageContext context)
    {
        Directory.CreateDirectory(folder);
        if (!context.Resume && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new RunException($"{folder} is not empty. Name another --out, or go on with what it holds by --resume.");
        using var feedback = await FeedbackStore.OpenAsync(Path.Combine(folder, Record), context.Clock, settings.Seed, context.Cancellation);
        var sources = text is null ? Simulated(settings, folder, feedback.Log)
            : await new OwnData(text, preferences!, settings.Comparisons.HeldOut, settings.Seed).ReadAsync(Path.Combine(folder, "preferences"), feedback.Log, settings.Data.QuarantineLimit, context);
        return await new Round(settings, sources, context).RunAsync(folder);
    }

    private static RoundSources Simulated(QuickstartRecipe settings, string folder, IEventLog log)
    {
        var world = new SimulatedWorld(new World(settings.World with { Seed = settings.Seed }));
        var texts = Path.Combine(folder, "world");
        world.Write(texts);
        string In(string file) => Path.Combine(texts, file);
        return new RoundSources
        {
            Text = In(SimulatedWorld.Corpus),
            Template = WorldPrompt.Template,
            Demonstrations = In(SimulatedWorld.Demonstrations),
            CandidatePrompts = In(SimulatedWorld.Prompts),
            TrainingPrompts = In(SimulatedWorld.TrainingPrompts),
            EvaluationPrompts = In(SimulatedWorld.Evaluation),
            RewardTestPrompts = In(SimulatedWorld.RewardTest),
            Raters = world.Raters,
            Log = log,
            Truth = world.Truth,
            FaultyRaters = world.FaultyRaters,
        };
    }

    private static string NewFolder()
    {
        for (var i = 1; ; i++)
            if (Path.Combine("runs", $"quickstart-{i}") is var folder && !Directory.Exists(folder)) return folder;
    }

    private static IEnumerable<string> Lines(RoundResult r) =>
    [
        r.GoldWinRate is null ? $"the policy beats the fine-tuned model in {r.RewardWinRate:P1} of the held-out prompts under the reward model, at {r.KlNats:F1} nats an answer"
            : $"the policy beats the fine-tuned model in {r.GoldWinRate:P1} of the held-out prompts ({r.GoldWinRateLow:P1} – {r.GoldWinRateHigh:P1}) under the hidden gold, at {r.KlNats:F1} nats an answer",
        $"reward model right in {r.RewardAccuracy:P1} of the pairs; {(r.FlaggedRaters is null ? "raters not judged" : $"{r.FlaggedRaters.Count} raters flagged")}; {r.Seconds:F0} s, {r.PeakMemoryBytes / 1e6:F0} MB",
        $"report  {r.Report}",
        $"chat    ./heed chat --model {r.Model}",
    ];
}
