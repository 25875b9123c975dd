using Heed.Models.Numerics;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>What a recipe leaves to the machine is resolved before a run begins, and kept with it.</summary>
public sealed class NumericTypeTests(TinyRound round) : IClassFixture<TinyRound>
{
    [Fact]
    public void A_round_keeps_what_the_machine_chose_and_gives_it_to_every_stage()
    {
        var chosen = Kept(round.Folder);
        Assert.Contains(chosen, new[] { "float32 avx512", "float32 avx2", "bfloat16 avx512", "bfloat16 avx2" });
        foreach (var stage in new[] { "base", "sft", "reward", "policy" }) Assert.Equal(chosen, Kept(Path.Combine(round.Folder, stage)));
    }

    [Fact]
    public void A_forced_choice_is_obeyed_in_every_training_stage()
    {
        using var folder = new TemporaryFolder();
        foreach (var (stage, recipe) in Recipes("bfloat16"))
        {
            var file = folder.Write($"{stage[^1]}.yaml", recipe);
            var output = folder.File(stage[^1]);
            var outcome = HeedProcess.Run([.. stage, file, "--out", output]);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            Assert.StartsWith("bfloat16", Kept(output));
        }
    }

    [Fact]
    public void A_resumed_run_keeps_the_type_it_began_with()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("recipe.yaml", Pretrain("auto"));
        var begun = HeedProcess.Run("pretrain", file, "--out", folder.File("run"), "--set", "numeric_type=bfloat16", "--set", "kernels=avx2");
        Assert.True(begun.ExitCode == 0, begun.Error);
        var resumed = HeedProcess.Run("pretrain", file, "--out", folder.File("run"), "--resume");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal("bfloat16 avx2", Kept(folder.File("run")));
    }

    [Fact]
    public void Another_type_is_another_recipe()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("recipe.yaml", Pretrain("float32"));
        Assert.Equal(0, HeedProcess.Run("pretrain", file, "--out", folder.File("run")).ExitCode);
        var resumed = HeedProcess.Run("pretrain", file, "--out", folder.File("run"), "--resume", "--set", "numeric_type=bfloat16");
        Assert.Equal((int)ExitCode.Run, resumed.ExitCode);
        Assert.Contains("numeric_type", resumed.Error);
    }

    [Fact]
    public void Kernels_that_the_processor_lacks_are_refused()
    {
        Assert.SkipWhen(SimdChoice.HasAvx512, "this processor has AVX-512");
        using var folder = new TemporaryFolder();
        var outcome = HeedProcess.Run("pretrain", folder.Write("recipe.yaml", Pretrain("float32")), "--out", folder.File("run"), "--set", "kernels=avx512");
        Assert.Equal((int)ExitCode.Resources, outcome.ExitCode);
    }

    private IEnumerable<(string[] Stage, string Recipe)> Recipes(string type) =>
    [
        (["pretrain"], Pretrain(type)),
        (["sft"], $$"""
            model: {{round.Folder}}/base/model
            demonstrations: {{round.Folder}}/world/demonstrations.jsonl
            numeric_type: {{type}}
            """),
        (["reward", "train"], $$"""
            model: {{round.Folder}}/sft/model
            preferences: {{round.Folder}}/feedback/preferences.jsonl
            numeric_type: {{type}}
            training: { epochs: 1 }
            """),
        (["align"], $$"""
            model: {{round.Folder}}/sft/model
            reward: {{round.Folder}}/reward/model
            prompts: {{round.Folder}}/world/training-prompts.jsonl
            numeric_type: {{type}}
            training: { steps: 2, answers: 16, max_new_tokens: 12 }
            """),
    ];

    private string Pretrain(string type) => $$"""
        tokens: {{round.Folder}}/tokenizer
        model: { width: 32, layers: 1, heads: 2 }
        numeric_type: {{type}}
        training: { steps: 4, rows: 4, row_tokens: 32 }
        """;

    private static string Kept(string run)
    {
        var values = Recipe.Values(Path.Combine(run, "recipe.yaml"));
        return $"{values["numeric_type"]} {values["kernels"]}";
    }
}
