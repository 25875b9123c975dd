using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>kill −9 at random moments, then --resume: the same final bits as a run that nobody touched.</summary>
public sealed class KillTests(TinyRound round) : IClassFixture<TinyRound>
{
    [Theory]
    [InlineData("pretrain", 3)]
    [InlineData("align", 3)]
    public void A_killed_run_ends_with_the_same_bits(string stage, int kills) => Check(stage, kills);

    [Theory]
    [Trait("Kind", "Long")]
    [InlineData("pretrain", 20)]
    [InlineData("align", 20)]
    public void A_run_killed_twenty_times_ends_with_the_same_bits(string stage, int kills) => Check(stage, kills);

    private void Check(string stage, int kills)
    {
        using var folder = new TemporaryFolder();
        var recipe = folder.Write("recipe.yaml", stage == "pretrain" ? Pretrain() : Align());
        var whole = HeedProcess.Run(stage, recipe, "--out", folder.File("whole"));
        Assert.True(whole.ExitCode == 0, whole.Error);

        var random = new SeededRandom(11, stage);
        for (var killed = 0; killed < kills;)
        {
            using var run = HeedProcess.Start([stage, recipe, "--out", folder.File("killed"), "--resume"]);
            if (run.KillAfter(TimeSpan.FromMilliseconds(random.Next(250, 1500))))
            {
                killed++;
                continue;
            }
            var ended = run.Wait();
            Assert.True(ended.ExitCode == 0, ended.Error);
            Directory.Delete(folder.File("killed"), recursive: true);          // it had ended: begin anew, so that every kill hits a run at work
        }
        var last = HeedProcess.Run(stage, recipe, "--out", folder.File("killed"), "--resume");
        Assert.True(last.ExitCode == 0, last.Error);
        Assert.Equal(File.ReadAllBytes(Model(folder, "whole")), File.ReadAllBytes(Model(folder, "killed")));
    }

    private static string Model(TemporaryFolder folder, string run) => Path.Combine(folder.File(run), "model", "model.safetensors");

    private string Pretrain() => $$"""
        tokens: {{round.Folder}}/tokenizer
        numeric_type: float32
        model: { width: 32, layers: 2, heads: 2 }
        training: { steps: 120, rows: 8, row_tokens: 64, saving: { every: 10 } }
        """;

    private string Align() => $$"""
        model: {{round.Folder}}/sft/model
        numeric_type: float32
        reward: {{round.Folder}}/reward/model
        prompts: {{round.Folder}}/world/training-prompts.jsonl
        training: { steps: 12, answers: 16, max_new_tokens: 12, saving: { every: 2 } }
        """;
}
