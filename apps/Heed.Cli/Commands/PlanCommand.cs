using System.CommandLine;
using Heed.Models.Numerics.Machine;
using Heed.Rounds.Planning;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed plan RECIPE: what a round will take on this machine.</summary>
internal static class PlanCommand
{
    public static Command Create(Terminal terminal)
    {
        var recipe = new Argument<string>("recipe") { Description = "YAML recipe of a round." };
        var set = new Option<string[]>("--set") { Description = "Override a key of the recipe by its path." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("plan", "Say before a run what it will take: memory, time, disk; and which base model would still fit.") { recipe, set, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            var settings = Recipe.Load<Worlds.QuickstartRecipe>(parsed.GetValue(recipe)!, parsed.GetValue(set) ?? []);
            var machine = new MachineProbe(terminal.Clock).Figures();
            return new RoundPlan(settings with { Model = settings.Model with { VocabularySize = Math.Max(settings.Model.VocabularySize, settings.Tokenizer.VocabularySize) } }, machine.Float32, machine.MemoryBytes).Estimate();
        }, plan =>
        [
            $"parameters {plan.Parameters:N0}; memory {plan.MemoryBytes / 1e6:N0} MB, disk {plan.DiskBytes / 1e6:N0} MB, time {plan.Seconds / 60:F1} minutes",
            .. plan.Stages.Select(s => $"  {s.Stage,-10} {s.Seconds,8:F0} s"),
            .. plan.Fits.Select(f => $"  {f.Name,-24} {f.Parameters / 1e6,8:F1} M  {f.MemoryBytes / 1e9,7:F1} GB  {(f.Fits ? "fits" : "does not fit")}"),
        ]));
        return command;
    }
}
