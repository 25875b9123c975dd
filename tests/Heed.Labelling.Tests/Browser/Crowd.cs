using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Labelling.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Tests.Browser;

/// <summary>A project that programs have answered: most see which response is better, one always takes the first shown.</summary>
internal static class Crowd
{
    public static readonly string[] Pages = ["", "/items", "/agreement", "/raters", "/answers", "/adjudication", "/coverage", "/cost", "/guidelines", "/questions", "/skipped", "/webhooks", "/members", "/settings"];

    private const int Raters = 5, Items = 60;

    public static async Task FillAsync(Site site)
    {
        await site.AddAsync("main", Enumerable.Range(1, Items).Select(i => Pair(i)),
            p => p with { Overlap = 4, HeldItems = 1 });
        await site.AddAsync("main", Enumerable.Range(1, 10).Select(i => new QueuedItem(RatingItem.Of(Sample.Ask(i), [Sample.Answer($"rated {i}")], [new("helpfulness")])) { Overlap = 3 }));
        var random = new Heed.Runs.SeededRandom(7, "crowd");
        var seeded = await site.Opening.SeedAsync("main", Raters);
        for (var r = 0; r < Raters; r++)
        {
            using var client = site.WithKey(seeded[r].Key);
            for (var i = 0; i < Items; i++)
            {
                var next = JsonNode.Parse(await (await client.PostAsJsonAsync("/api/v1/next", new { })).Content.ReadAsStringAsync())!;
                if (next["assignment"] is null) break;
                object answer = (string?)next["kind"] == "rating"
                    ? new { kind = "rating", scores = new[] { new { candidate = 0, attribute = "helpfulness", value = 3 + random.Next(2) } } }
                    : new { kind = "comparison", verdict = r == 0 || Good(next) ^ random.Chance(0.15) ? "first" : "second", strength = 1 + random.Next(4) };
                (await client.PostAsJsonAsync("/api/v1/answers", new { assignment = (string?)next["assignment"], idempotency_key = $"{r}-{i}", answer, timing = new { submit_ms = 4000 + random.Next(30000) } })).EnsureSuccessStatusCode();
            }
        }
    }

    /// <summary>Makes everybody with a password a manager.</summary>
    public static async Task PromoteAsync(Site site)
    {
        await using var scope = site.App.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SiteContext>();
        var people = database.Users.Where(u => u.PasswordHash != null).Select(u => u.Id);
        await database.Access.Where(a => a.Project == "main" && people.Contains(a.AccountId)).ExecuteUpdateAsync(a => a.SetProperty(x => x.Role, ProjectRole.Manager));
    }

    private static QueuedItem Pair(int number)
    {
        var (good, weak) = (new Candidate($"a good answer {number}", "model-a"), new Candidate($"a weak and much longer answer {number}", "model-b"));
        return new QueuedItem(number % 2 == 0 ? Comparison.Of(Sample.Ask(number), good, weak) : Comparison.Of(Sample.Ask(number), weak, good));
    }

    private static bool Good(JsonNode next) => ((string)next["responses"]![0]!["text"]!).StartsWith("a good", StringComparison.Ordinal);
}
