using System.Text.Json;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>A round on text and preferences of one's own.</summary>
public sealed class OwnDataTests
{
    private static readonly string[] Sizes =
    [
        "data.canaries=null", "tokenizer.vocabulary_size=300", "model.width=32", "model.layers=2", "model.heads=2", "model.max_positions=96", "pretraining.steps=20", "pretraining.row_tokens=96",
        "candidates.max_new_tokens=8", "policy.max_new_tokens=8", "evidence.max_new_tokens=8", "policy.steps=2", "policy.answers=8",
    ];

    [Fact]
    public void Prompts_that_leave_no_room_for_an_answer_are_counted_and_the_round_goes_on_without_them()
    {
        using var folder = new TemporaryFolder();
        var random = new SeededRandom(1, "own data");
        string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => new[] { "the", "old", "goose", "sees", "a", "red", "boat", "and", "sings" }[random.Next(9)]));
        File.WriteAllText(folder.File("text.txt"), string.Join("\n\n", Enumerable.Range(0, 300).Select(_ => Words(40) + ".")));
        File.WriteAllLines(folder.File("preferences.jsonl"), Enumerable.Range(0, 120).Select(i =>
            JsonSerializer.Serialize(new { prompt = $"{i} {Words(i % 4 == 0 ? 400 : 3)}?", chosen = Words(4) + ".", rejected = Words(2) })));

        var outcome = HeedProcess.Run(["quickstart", "--json", "--text", folder.File("text.txt"), "--preferences", folder.File("preferences.jsonl"), "--out", folder.File("round"),
            .. Sizes.SelectMany(s => new[] { "--set", s })]);

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("leave no room for 8 tokens in the model's 96 positions", outcome.Error, StringComparison.Ordinal);
        Assert.True(File.Exists((string)outcome.Json["report"]!));
        Assert.Null(outcome.Json["gold_win_rate"]);
    }
}
