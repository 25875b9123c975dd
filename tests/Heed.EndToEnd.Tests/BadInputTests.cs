using Heed.Testing;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>Whatever is wrong: one clear message, an exit code, and everything written before still valid.</summary>
public sealed class BadInputTests(TinyRound round) : IClassFixture<TinyRound>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_missing_file() => Fails(3, "nowhere.txt", "data", "prepare", _folder.File("nowhere.txt"), "--out", _folder.File("out"));

    [Fact]
    public void An_empty_file() => Fails(3, "empty.txt", "data", "prepare", _folder.Write("empty.txt", ""), "--out", _folder.File("out"));

    [Fact]
    public void A_wrong_encoding()
    {
        File.WriteAllBytes(_folder.File("latin.txt"), [.. "caf"u8, 0xE9, .. " au lait\n"u8]);
        Fails(3, "UTF-8", "data", "prepare", _folder.File("latin.txt"), "--out", _folder.File("out"));
    }

    [Fact]
    public void Broken_JSON_beyond_the_limit_names_the_file_and_the_line()
    {
        var file = _folder.Write("broken.jsonl", "{\"text\": \"good\"}\n{\"text\": \n");
        Fails(3, "broken.jsonl", "data", "prepare", file, "--document", "record", "--out", _folder.File("out"));
        Assert.Contains("\"line\":2", File.ReadAllText(Path.Combine(_folder.File("out"), "quarantine.jsonl")).Replace(" ", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_names_the_nearest_known_one() => Fails(2, "steps", "pretrain", Recipe("training: { stepps: 3 }"), "--out", _folder.File("out"));

    [Fact]
    public void A_negative_learning_rate() => Fails(2, "training.optimizer.learning_rate", "pretrain", Recipe("training: { optimizer: { learning_rate: -1 } }"), "--out", _folder.File("out"));

    [Fact]
    public void A_batch_that_cannot_fit_is_refused_before_anything_is_allocated()
    {
        Fails(6, "GB of memory", "pretrain", Recipe("training: { rows: 900000000, tokens_a_pass: 2000000000 }"), "--out", _folder.File("out"));
        Assert.False(Directory.Exists(Path.Combine(_folder.File("out"), "checkpoints")));
    }

    [Fact]
    public void A_folder_in_use_by_another_process()
    {
        using var other = HeedProcess.Start(["pretrain", Recipe("training: { steps: 100000 }"), "--out", _folder.File("busy")]);
        other.WaitFor(Path.Combine(_folder.File("busy"), "journal.jsonl"));
        Fails(4, "busy", "pretrain", Recipe("training: { steps: 100000 }"), "--out", _folder.File("busy"), "--resume");
        other.KillAfter(TimeSpan.Zero);
    }

    [Fact]
    public void Resuming_with_a_changed_recipe_names_the_key()
    {
        Succeeds("pretrain", Recipe("training: { steps: 4 }"), "--out", _folder.File("run"));
        Fails(4, "training.rows", "pretrain", Recipe("training: { steps: 4, rows: 3 }"), "--out", _folder.File("run"), "--resume");
    }

    [Fact]
    public void A_checkpoint_cut_in_half()
    {
        Succeeds("pretrain", Recipe("training: { steps: 4 }"), "--out", _folder.File("run"));
        var state = Directory.EnumerateFiles(Path.Combine(_folder.File("run"), "checkpoints"), "*.state", SearchOption.AllDirectories).Single();
        using (var stream = File.OpenWrite(state)) stream.SetLength(stream.Length / 2);
        Fails(4, Path.GetFileName(state), "pretrain", Recipe("training: { steps: 4 }"), "--out", _folder.File("run"), "--resume");
    }

    [Fact]
    public void A_full_disk_leaves_what_was_written_valid()
    {
        using var heed = HeedProcess.Start(["pretrain", Recipe("model: { width: 256, layers: 4, heads: 4 }\ntraining: { steps: 6, saving: { every: 1 } }"), "--out", _folder.File("full")], fileLimit: 4000);
        var outcome = heed.Wait();
        Assert.Equal(6, outcome.ExitCode);
        Assert.True(File.Exists(Path.Combine(_folder.File("full"), "recipe.yaml")));
    }

    [Fact]
    public void Interrupting_saves_and_says_how_to_go_on()
    {
        using var heed = HeedProcess.Start(["pretrain", Recipe("training: { steps: 100000 }"), "--out", _folder.File("run")]);
        heed.WaitFor(Path.Combine(_folder.File("run"), "journal.jsonl"));
        heed.Interrupt();
        var outcome = heed.Wait();
        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("--resume", outcome.Error, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.EnumerateDirectories(Path.Combine(_folder.File("run"), "checkpoints"), "step-*"));
    }

    public void Dispose() => _folder.Dispose();

    private string Recipe(string rest) => _folder.Write("recipe.yaml", $"tokens: {round.Folder}/tokenizer\n{(rest.Contains("model:", StringComparison.Ordinal) ? "" : "model: { width: 32, layers: 1, heads: 2 }\n")}{rest}\n");

    private static void Succeeds(params string[] arguments)
    {
        var outcome = HeedProcess.Run(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }

    private static void Fails(int exitCode, string says, params string[] arguments)
    {
        var outcome = HeedProcess.Run(arguments);
        Assert.True(outcome.ExitCode == exitCode, $"exit code {outcome.ExitCode}, expected {exitCode}: {outcome.Error}");
        Assert.Contains(says, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }
}
