using Xunit;

namespace Heed.EndToEnd.Tests;

public sealed class QuickstartTests(TinyRound round) : IClassFixture<TinyRound>
{
    [Fact]
    public void It_ends_with_one_object_that_holds_every_promised_key()
    {
        Assert.True(round.Outcome.ExitCode == 0, round.Outcome.Error);
        string[] promised =
        [
            "seconds", "peak_memory_bytes", "stage_seconds", "gold_win_rate", "gold_win_rate_low", "gold_win_rate_high", "gold_mean_sft", "gold_mean_policy", "kl_nats",
            "reward_accuracy", "reward_accuracy_clear", "reward_accuracy_votes", "reward_accuracy_votes_ceiling", "rater_alpha", "flagged_raters", "faulty_raters", "heldout_loss",
            "bits_per_byte", "report", "model",
        ];
        Assert.All(promised, key => Assert.True(round.Result.ContainsKey(key), key));
        Assert.Single(round.Outcome.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_report_is_one_page_without_external_resources()
    {
        var page = File.ReadAllText((string)round.Result["report"]!);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script src", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base")]
    [InlineData("sft")]
    [InlineData("policy")]
    public void Every_model_is_a_Hugging_Face_folder(string stage)
    {
        string[] files = ["config.json", "model.safetensors", "generation_config.json", "tokenizer.json", "tokenizer_config.json"];
        Assert.All(files, f => Assert.True(File.Exists(Path.Combine(round.Folder, stage, "model", f)), f));
        Assert.Contains("chat_template", File.ReadAllText(Path.Combine(round.Folder, stage, "model", "tokenizer_config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Gold_stands_in_no_file_that_learning_reads()
    {
        string[] read = ["world", "data", "tokenizer", "base", "sft", "candidates", "feedback", "reward", "policy"];
        var holding = read.SelectMany(f => Directory.EnumerateFiles(Path.Combine(round.Folder, f), "*.json*", SearchOption.AllDirectories))
            .Where(f => File.ReadAllText(f).Contains("\"gold", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(holding);
    }

    [Fact]
    public void Generating_leaves_the_model_as_it_is_and_answers()
    {
        var model = Path.Combine(round.Folder, "policy", "model", "model.safetensors");
        var before = File.ReadAllBytes(model);
        var generated = HeedProcess.Run("generate", "--model", Path.GetDirectoryName(model)!, "--system", "Wilma keeps a goose.", "--prompt", "Which animal does Wilma keep?", "--json");
        Assert.True(generated.ExitCode == 0, generated.Error);
        Assert.Equal(before, File.ReadAllBytes(model));
        Assert.Single(generated.Json["prompts"]!.AsArray());
    }
}
