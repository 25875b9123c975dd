using System.Text.Json.Nodes;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>heed plan reads the recipe of a round and of every training stage.</summary>
public sealed class PlanTests(TinyRound round) : IClassFixture<TinyRound>
{
    [Fact]
    public void A_round_is_planned_stage_by_stage()
    {
        var plan = Plan(Path.Combine(round.Folder, "recipe.yaml"));
        Assert.Equal(["pretrain", "sft", "candidates", "reward", "align", "evaluate"], plan["stages"]!.AsArray().Select(s => (string)s!["stage"]!));
        Assert.All(plan["stages"]!.AsArray(), s => Assert.True((double)s!["seconds"]! > 0));
        Assert.Contains(plan["fits"]!.AsArray(), f => (bool)f!["fits"]!);
    }

    [Theory]
    [InlineData("base", "pretrain")]
    [InlineData("sft", "sft")]
    [InlineData("reward", "reward")]
    [InlineData("policy", "align")]
    public void A_stage_is_planned_from_the_resolved_recipe_of_its_run(string run, string stage)
    {
        var plan = Plan(Path.Combine(round.Folder, run, "recipe.yaml"));
        var planned = Assert.Single(plan["stages"]!.AsArray());
        Assert.Equal(stage, (string)planned!["stage"]!);
        Assert.True((long)plan["memory_bytes"]! > 0 && (long)plan["disk_bytes"]! > 0);
    }

    private static JsonObject Plan(string recipe)
    {
        var outcome = HeedProcess.Run("plan", recipe, "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Json;
    }
}
