using System.CommandLine;
using Heed.Cli.Worlds;
using Heed.Feedback.Store;
using Heed.Rounds;
using Heed.Runs;
using Heed.Simulation;
using Heed.Simulation.Prompts;

namespace Heed.Cli.Commands;

/// <summary>heed quickstart: recipes/quickstart.yaml over the same stages as every other command.</summary>
internal static class QuickstartCommand
{
    public static Command Create(Terminal terminal)
    {
        var recipe = new Option<string>("--recipe") { Description = "The round's recipe.", DefaultValueFactory = _ => Recipes.Find("quickstart.yaml") };
        var seed = new Option<ulong?>("--seed") { Description = "Everything follows from it." };
        var set = new Option<string[]>("--set") { Description = "Override a key of the recipe by its path." };
        var output = new Option<string>("--out") { Description = "Folder to write to.", DefaultValueFactory = _ => Path.Combine("runs", "quickstart") };
        var resume = new Option<bool>("--resume") { Description = "Go on with the round in --out." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("quickstart", "The whole loop in a small world, in minutes.") { recipe, seed, set, output, resume, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel =>
        {
            string[] overrides = [.. parsed.GetValue(set) ?? [], .. parsed.GetValue(seed) is { } s ? new[] { $"seed={s}" } : []];
            var settings = Recipe.Load<QuickstartRecipe>(parsed.GetValue(recipe)!, overrides);
            var folder = parsed.GetValue(output)!;
            using var log = SqliteEventLog.OpenAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, "events.db"), cancel).GetAwaiter().GetResult();
            var world = new SimulatedWorld(new World(settings.World with { Seed = settings.Seed }));
            var texts = Path.Combine(folder, "world");
            world.Write(texts);
            string In(string file) => Path.Combine(texts, file);
            var sources = new RoundSources
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
            return new Round(settings, sources, terminal.Context(cancel, parsed.GetValue(resume))).RunAsync(folder).GetAwaiter().GetResult();
        }, result => [$"policy beats the fine-tuned model in {result.GoldWinRate:P1} of the held-out prompts at {result.KlNats:F1} nats",
            $"report  {result.Report}", $"chat    ./heed chat --model {result.Model}"]));
        return command;
    }
}
