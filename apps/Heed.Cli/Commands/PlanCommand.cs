using System.CommandLine;
using Heed.Cli.Worlds;
using Heed.Models.Numerics;
using Heed.Rounds.Planning;
using Heed.Rounds.Recipes;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed plan RECIPE: what a round or a stage will take on this machine.</summary>
internal static class PlanCommand
{
    public static Command Create(Terminal terminal)
    {
        var recipe = new Argument<string>("recipe") { Description = "YAML recipe of a round, or of pretrain, sft, reward or align." };
        var set = new Option<string[]>("--set") { Description = "Override a key of the recipe by its path." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("plan", "Say before a run what it will take: memory, time, disk; and which base model would still fit.") { recipe, set, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            var (compute, loads) = Read(parsed.GetValue(recipe)!, parsed.GetValue(set) ?? []);
            if (compute.Threads is { } threads) ThreadTeam.Threads = threads;
            return new TrainingPlan(compute, terminal.Clock).Of(loads());
        }, plan =>
        [
            $"parameters {plan.Parameters:N0}; memory {plan.MemoryBytes / 1e6:N0} MB, disk {plan.DiskBytes / 1e6:N0} MB, time {plan.Seconds / 60:F1} minutes",
            .. plan.Stages.Select(s => $"  {s.Stage,-10} {s.Seconds,8:F0} s  {s.MemoryBytes / 1e6,9:N0} MB"),
            "PPO on this machine, reference, reward model and critic included:",
            .. plan.Fits.Select(f => $"  {f.Name,-24} {f.Parameters / 1e6,8:F1} M  {f.MemoryBytes / 1e9,7:F1} GB  {(f.Fits ? "fits" : "does not fit")}"),
        ]));
        return command;
    }

    /// <summary>A stage's recipe is known by the file that it cannot do without; a round has none of them.</summary>
    private static (ComputeRecipe Recipe, Func<IReadOnlyList<StageLoad>> Loads) Read(string file, string[] overrides)
    {
        var keys = Recipe.Values(file).Keys.Concat(overrides.Select(o => o.Split('=')[0])).ToHashSet();
        T Load<T>() where T : class, IRecipe => Recipe.Load<T>(file, overrides);
        if (keys.Contains("tokens")) return Load<PretrainRecipe>() is var pretrain ? (pretrain, () => RecipeLoads.Of(pretrain)) : default;
        if (keys.Contains("demonstrations")) return Load<FinetuneRecipe>() is var sft ? (sft, () => RecipeLoads.Of(sft)) : default;
        if (keys.Contains("preferences")) return Load<RewardStageRecipe>() is var reward ? (reward, () => RecipeLoads.Of(reward)) : default;
        if (keys.Contains("prompts")) return Load<AlignRecipe>() is var align ? (align, () => RecipeLoads.Of(align)) : default;
        var round = Load<QuickstartRecipe>();
        return (round, () => RecipeLoads.Of(round, SimulatedWorld.Amounts(round.World with { Seed = round.Seed })));
    }
}
