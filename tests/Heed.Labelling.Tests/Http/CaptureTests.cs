using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Exports;
using Heed.Labelling.Accounts;
using Heed.Testing;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>What users of a served model say, over HTTP.</summary>
public sealed class CaptureTests
{
    [Fact]
    public async Task What_a_user_says_about_a_response_is_recorded_apart_from_what_raters_say()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var app = site.WithKey(await site.Opening.FeedbackKeyAsync("main"));
        var served = await ServeAsync(app, "chatcmpl-1", user: "ann@example.org");
        var told = await PostAsync(app, "/api/v1/feedback", new { response_id = "chatcmpl-1", value = false, correction = "better words", reasons = new[] { "truth" }, idempotency_key = "k1" });
        Assert.Equal((string?)served["rater"], (string?)told["rater"]);
        Assert.Equal((string?)told["event_id"], (string?)(await PostAsync(app, "/api/v1/feedback", new { response_id = "chatcmpl-1", value = true, idempotency_key = "k1" }))["event_id"]);

        var answer = Assert.Single(await EventsAsync<Answered>(site));
        Assert.Equal(("use", false, "better words"), (answer.Place, ((ThumbAnswer)answer.Answer).Up, answer.Answer.Notes!.Edit!.Text));
        Assert.StartsWith("u-", answer.Rater, StringComparison.Ordinal);
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        Assert.Contains("<span class=\"soft\">1 answers</span>", await manager.PageAsync("/manage/main/answers?only=captured"), StringComparison.Ordinal);
        Assert.Contains("<span class=\"soft\">0 answers</span>", await manager.PageAsync("/manage/main/answers?only=label"), StringComparison.Ordinal);
        Assert.Contains("only=captured", await manager.PageAsync("/manage/main"), StringComparison.Ordinal);
        await foreach (var one in site.Store.Log.ReadAsync()) Assert.DoesNotContain("ann@example.org", FeedbackJson.Write(one.Event), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Datasets_hold_what_users_said_who_agreed_and_leave_out_the_others()
    {
        using var folder = new TemporaryFolder();
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var app = site.WithKey(await site.Opening.FeedbackKeyAsync("main"));
        foreach (var (id, user, agreed) in new[] { ("r1", "ann", true), ("r2", "bob", false), ("r3", "eve", true) })
        {
            await ServeAsync(app, id, user, agreed);
            await PostAsync(app, "/api/v1/feedback", new { response_id = id, value = true, idempotency_key = id });
        }
        await PostAsync(app, "/api/v1/feedback/users/consent", new { user = "eve", train_ok = false });
        var refused = (await site.Store.Raters.ListAsync(TestContext.Current.CancellationToken)).Where(r => !r.TrainOk).Select(r => r.Id).ToHashSet();
        Assert.Equal(refused, TrainingConsent.Refused(await EventsAsync<FeedbackEvent>(site)));
        var manifest = await new FeedbackExport(() => site.Store.AnsweredAsync("main"), new ExportOptions(ExportShape.Thumbs) { Refused = refused }, "test", 100).RunAsync(folder.Path, TestContext.Current.CancellationToken);
        Assert.Equal((1, 2), (manifest.Answers, manifest.LeftOut["no model may learn from it"]));
        Assert.Equal(1, manifest.Origins["use of a served model"]);
    }

    [Fact]
    public async Task A_token_speaks_for_one_user_without_a_key_and_for_nobody_else()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var app = site.WithKey(await site.Opening.FeedbackKeyAsync("main"));
        var token = (string)(await ServeAsync(app, "r1", "ann"))["feedback_token"]!;
        await ServeAsync(app, "r2", "bob");
        using var browser = new HttpClient { BaseAddress = new Uri(site.Address) };
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsJsonAsync("/api/v1/feedback", new { value = true, idempotency_key = "k" })).StatusCode);
        browser.DefaultRequestHeaders.Add("X-Feedback-Token", token);
        var told = await PostAsync(browser, "/api/v1/feedback", new { value = true, idempotency_key = "k", source = new { kind = "model", id = "somebody" } });
        var answer = Assert.Single(await EventsAsync<Answered>(site));
        Assert.Equal((ActorKind.Human, (string?)told["rater"]), (answer.Actor, answer.Rater));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsJsonAsync("/api/v1/feedback", new { response_id = "r2", value = true, idempotency_key = "k2" })).StatusCode);
        var bobs = (string)(await PostAsync(app, "/api/v1/feedback", new { response_id = "r2", value = true, idempotency_key = "k" }))["event_id"]!;
        Assert.Equal(HttpStatusCode.NotFound, (await browser.DeleteAsync($"/api/v1/feedback/{bobs}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.PatchAsJsonAsync($"/api/v1/feedback/{(string)told["event_id"]!}", new { value = false, idempotency_key = "k3" })).StatusCode);
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/api/v1/responses"), (HttpMethod.Post, "/api/v1/feedback/users/forget"), (HttpMethod.Get, "/api/v1/feedback"), (HttpMethod.Post, "/api/v1/next") })
        {
            using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(new { }) };
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync(request)).StatusCode);
        }
        using var forger = new HttpClient { BaseAddress = new Uri(site.Address) };
        forger.DefaultRequestHeaders.Add("X-Feedback-Token", token[..^4] + "0000");
        Assert.Equal(HttpStatusCode.Unauthorized, (await forger.PostAsJsonAsync("/api/v1/feedback", new { value = true, idempotency_key = "k" })).StatusCode);
    }

    [Fact]
    public async Task Many_lines_are_taken_one_by_one_and_read_on_from_a_place()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var app = site.WithKey(await site.Opening.FeedbackKeyAsync("main"));
        await ServeAsync(app, "r1", "ann");
        var lines = string.Join('\n', """{"response_id":"r1","value":true,"idempotency_key":"a"}""", "", "not JSON", """{"response_id":"r9","value":true,"idempotency_key":"b"}""", """{"response_id":"r1","name":"copy","span":{"start":0,"end":3},"idempotency_key":"c"}""");
        using var answer = await app.PostAsync("/api/v1/feedback/bulk", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
        var said = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();
        Assert.Equal([1, 3, 4, 5], said.Select(l => (int)l["line"]!));
        Assert.Equal([true, false, false, true], said.Select(l => l["event_id"] is not null));
        Assert.Contains("r9", (string)said[2]["problem"]!, StringComparison.Ordinal);

        using var reader = site.WithKey(await site.Opening.ExportKeyAsync("main"));
        var (seen, after) = (new List<string>(), (long?)0);
        while (after is { } place)
        {
            var page = JsonNode.Parse(await reader.GetStringAsync($"/api/v1/feedback?limit=1&after={place}"))!;
            seen.Add((string)page["events"]![0]!["event"]!["kind"]!);
            after = (long?)page["next"];
        }
        Assert.Equal(["served", "answered", "action-seen"], seen);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync("/api/v1/feedback")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/api/v1/feedback", new { response_id = "r1", value = true, idempotency_key = "d" })).StatusCode);
    }

    [Fact]
    public async Task A_user_is_forgotten_by_the_program_s_own_name()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var app = site.WithKey(await site.Opening.FeedbackKeyAsync("main"));
        await ServeAsync(app, "r1", "ann");
        var told = await PostAsync(app, "/api/v1/feedback", new { response_id = "r1", value = true, idempotency_key = "a" });
        var erased = await PostAsync(app, "/api/v1/feedback/users/forget", new { user = "ann" });
        Assert.Equal(((string?)told["rater"], 2), ((string?)erased["rater"], (int)erased["events"]!));
        Assert.Empty(await EventsAsync<Answered>(site));
        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsJsonAsync("/api/v1/feedback/users/forget", new { user = "ann" })).StatusCode);
    }

    [Fact]
    public async Task A_manager_makes_a_key_for_feedback_alone_and_a_rater_cannot()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        foreach (var (role, expected) in new[] { (ProjectRole.Manager, HttpStatusCode.OK), (ProjectRole.Annotator, HttpStatusCode.Forbidden) })
        {
            using var person = await site.PersonAsync("main", role);
            var made = await (await person.PostFormAsync("/account/keys", new() { ["project"] = "main", ["use"] = "feedback" })).Content.ReadAsStringAsync();
            using var app = site.WithKey(Regex.Match(made, "id=\"new-key\">([^<]+)<").Groups[1].Value);
            Assert.Equal(expected, (await app.PostAsJsonAsync("/api/v1/responses", Response($"r-{role}", "ann", true))).StatusCode);
            if (role == ProjectRole.Manager) Assert.Equal(HttpStatusCode.Forbidden, (await app.PostAsJsonAsync("/api/v1/next", new { })).StatusCode);
        }
    }

    private static Task<JsonNode> ServeAsync(HttpClient app, string id, string user, bool agreed = true) => PostAsync(app, "/api/v1/responses", Response(id, user, agreed));

    private static object Response(string id, string user, bool agreed) => new
    {
        response_id = id,
        prompt = new[] { new { role = "user", content = "a question" } },
        response = $"the text of {id}",
        user,
        train_ok = agreed,
        model = new { id = "policy", revision = "abc", seed = 3 },
    };

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, object body)
    {
        var response = await client.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<List<T>> EventsAsync<T>(Site site) where T : FeedbackEvent
    {
        var found = new List<T>();
        await foreach (var one in site.Store.Log.ReadAsync())
            if (one.Event is T wanted) found.Add(wanted);
        return found;
    }
}
