using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Testing;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>People answer beside the raters of a finished round, and the round goes on with their answers.</summary>
public sealed class LabelledRoundTests(TinyRound round) : IClassFixture<TinyRound>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finished_round_is_opened_answered_beside_its_raters_and_learned_from()
    {
        Assert.True(round.Outcome.ExitCode == 0, round.Outcome.Error);
        using var copy = new TemporaryFolder();
        var folder = copy.File("round");
        Copy(round.Folder, folder);
        var before = (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "reward", "dataset.json"), Cancel))!["version"]!;

        var answered = await AnswerAsync(folder, 8);

        var resumed = HeedProcess.Run("quickstart", "--json", "--out", folder, "--resume");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        var after = (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "reward", "dataset.json"), Cancel))!["version"]!;
        Assert.NotEqual(before, after);
        Assert.True(File.Exists(Path.Combine(folder, "earlier", before[..12], "reward", "dataset.json")));
        var votes = File.ReadLines(Path.Combine(folder, "feedback", "preferences.jsonl")).Concat(File.ReadLines(Path.Combine(folder, "feedback", "heldout-preferences.jsonl")))
            .Select(l => JsonNode.Parse(l)!).ToDictionary(p => (string)p["id"]!, p => (int)p["votes"]!);
        Assert.All(answered, item => Assert.Equal(4, votes[item])); // three of the round's raters and one person
    }

    private static async Task<List<string>> AnswerAsync(string folder, int count)
    {
        using var site = HeedProcess.Start(["label", "seed", "--round", folder, "--raters", "1", "--json", "--port", "0"]);
        var seeded = JsonNode.Parse((await site.LineAsync())!)!;
        using var rater = new HttpClient { BaseAddress = new Uri((string)seeded["address"]!) };
        rater.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)seeded["keys"]![0]!);
        var answered = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var next = JsonNode.Parse(await (await rater.PostAsJsonAsync("/api/v1/next", new { }, Cancel)).Content.ReadAsStringAsync(Cancel))!;
            Assert.Equal("comparison", (string)next["kind"]!);
            answered.Add((string)next["item_id"]!);
            var sent = await rater.PostAsJsonAsync("/api/v1/answers", new { assignment = (string)next["assignment"]!, idempotency_key = $"{i}", answer = new { kind = "comparison", verdict = "first", strength = 2 } }, Cancel);
            Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync(Cancel));
        }
        site.Interrupt();
        site.Wait();
        using var store = await FeedbackStore.OpenAsync(Path.Combine(folder, "events.db"), TimeProvider.System, cancellation: Cancel);
        var mine = new List<Answered>();
        await foreach (var one in store.Log.ReadAsync(0, Cancel)) if (one.Event is Answered { Actor: ActorKind.Human } answer) mine.Add(answer);
        Assert.Equal(answered, mine.Select(a => a.ItemId));
        Assert.Equal(count, mine.Select(a => a.ItemId).Distinct().Count());
        return answered;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
