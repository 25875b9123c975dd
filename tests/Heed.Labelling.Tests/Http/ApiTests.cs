using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Labelling.Accounts;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>The API, over HTTP, with a rater's key.</summary>
public sealed class ApiTests
{
    [Fact]
    public async Task A_key_that_was_revoked_or_whose_owner_left_works_no_longer()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        async Task<HttpClient> KeyAsync()
        {
            var made = await (await person.PostFormAsync("/account/keys", new() { ["project"] = "main" })).Content.ReadAsStringAsync();
            return site.WithKey(Regex.Match(made, "id=\"new-key\">([^<]+)<").Groups[1].Value);
        }
        using HttpClient revoked = await KeyAsync(), left = await KeyAsync();
        foreach (var client in new[] { revoked, left }) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/me")).StatusCode);

        var revoke = Regex.Match(await person.PageAsync("/account"), "/account/keys/[0-9a-zA-Z]+/revoke").Value;
        await person.PostFormAsync(revoke, []);
        HttpStatusCode[] after = [(await revoked.GetAsync("/api/v1/me")).StatusCode, (await left.GetAsync("/api/v1/me")).StatusCode];
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], after.Order());

        await person.PostFormAsync("/account/erase", []);
        foreach (var client in new[] { revoked, left }) Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task What_a_model_answers_by_its_own_key_is_recorded_and_shown_as_a_model_s()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var owner = await site.PersonAsync("main");
        var made = await (await owner.PostFormAsync("/account/keys", new() { ["project"] = "main", ["actor"] = "Model" })).Content.ReadAsStringAsync();
        using var model = site.WithKey(Regex.Match(made, "id=\"new-key\">([^<]+)<").Groups[1].Value);
        var next = await PostAsync(model, "/api/v1/next", new { });
        await PostAsync(model, "/api/v1/answers", new { assignment = (string?)next["assignment"], idempotency_key = "k1", answer = new { kind = "comparison", verdict = "first" } });

        Assert.Equal(ActorKind.Model, Assert.Single(await EventsAsync<Answered>(site)).Actor);
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        Assert.Contains("<span class=\"state\">a model</span>", await manager.PageAsync("/manage/main/raters"));
    }

    [Fact]
    public async Task An_item_is_fetched_answered_and_recorded_in_the_item_s_own_order()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var rater = await site.ProgramAsync("main");

        var next = await PostAsync(rater, "/api/v1/next", new { });
        Assert.Equal("leased", (string?)next["state"]);
        Assert.Equal("comparison", (string?)next["kind"]);
        Assert.Equal("question 1", (string?)next["prompt"]![0]!["content"]);
        var firstShown = (string?)next["responses"]![0]!["text"];
        var receipt = await PostAsync(rater, "/api/v1/answers", new
        {
            assignment = (string?)next["assignment"],
            idempotency_key = "k1",
            answer = new { kind = "comparison", verdict = "first", strength = 3, notes = new { reasons = new[] { "truth" } } },
            timing = new { submit_ms = 5000, first_input_ms = 900 },
        });
        Assert.Equal("recorded", (string?)receipt["state"]);

        var recorded = Assert.Single(await EventsAsync<Answered>(site));
        Assert.Equal(firstShown == "first answer 1" ? Verdict.First : Verdict.Second, ((ComparisonAnswer)recorded.Answer).Verdict);
        Assert.Equal(TimeSpan.FromSeconds(5), recorded.Timing!.Elapsed);
        Assert.Equal("nothing-left", (string?)(await PostAsync(rater, "/api/v1/next", new { }))["state"]);
    }

    [Fact]
    public async Task Sending_an_answer_again_under_its_key_changes_nothing_and_tells_the_same()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var rater = await site.ProgramAsync("main");
        var body = new { assignment = (string?)(await PostAsync(rater, "/api/v1/next", new { }))["assignment"], idempotency_key = "same", answer = new { kind = "comparison", verdict = "equal" } };

        var once = await PostAsync(rater, "/api/v1/answers", body);
        var again = await PostAsync(rater, "/api/v1/answers", body);

        Assert.Equal(once.ToJsonString(), again.ToJsonString());
        Assert.Single(await EventsAsync<Answered>(site));
    }

    [Fact]
    public async Task The_key_may_stand_in_the_header_and_must_stand_somewhere()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var rater = await site.ProgramAsync("main");
        var body = new { assignment = (string?)(await PostAsync(rater, "/api/v1/next", new { }))["assignment"], answer = new { kind = "comparison", verdict = "both-good" } };

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await rater.PostAsJsonAsync("/api/v1/answers", body)).StatusCode);
        rater.DefaultRequestHeaders.Add("Idempotency-Key", "in the header");
        Assert.Equal(HttpStatusCode.OK, (await rater.PostAsJsonAsync("/api/v1/answers", body)).StatusCode);
    }

    [Fact]
    public async Task A_skip_gives_the_item_to_somebody_else_and_undo_takes_an_answer_back()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var one = await site.ProgramAsync("main");
        using var other = await site.ProgramAsync("main");
        var first = await PostAsync(one, "/api/v1/next", new { });
        await PostAsync(one, "/api/v1/skips", new { assignment = (string?)first["assignment"], idempotency_key = "s", reason = "unclear" });
        var second = await PostAsync(other, "/api/v1/next", new { });
        Assert.Equal((string?)first["item_id"], (string?)second["item_id"]);
        await PostAsync(other, "/api/v1/answers", new { assignment = (string?)second["assignment"], idempotency_key = "a", answer = new { kind = "comparison", verdict = "second" } });

        var again = await PostAsync(other, "/api/v1/undo", new { assignment = (string?)second["assignment"] });

        Assert.Equal((string?)second["assignment"], (string?)again["assignment"]);
        Assert.Empty(StandingAnswers.Of(await EventsAsync<FeedbackEvent>(site)));
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_is_refused_with_what_is_wrong()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var rater = await site.ProgramAsync("main");
        var assignment = (string?)(await PostAsync(rater, "/api/v1/next", new { }))["assignment"];

        var response = await rater.PostAsJsonAsync("/api/v1/answers", new { assignment, idempotency_key = "k", answer = new { kind = "ranking", ranks = new[] { 1, 2 } } });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("does not fit", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await rater.PostAsJsonAsync("/api/v1/answers", new { idempotency_key = "k", answer = new { kind = "comparison", verdict = "first" } })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await rater.PostAsJsonAsync("/api/v1/answers", new { assignment, idempotency_key = "k", answer = new { kind = "no such kind" } })).StatusCode);
    }

    [Fact]
    public async Task Me_tells_the_caller_s_own_figures()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(3));
        using var rater = await site.ProgramAsync("main");
        await AnswerAllAsync(rater, "first");

        var me = JsonNode.Parse(await rater.GetStringAsync("/api/v1/me"))!;

        Assert.Equal(3, (int)me["answers"]!);
        Assert.Equal(1, (double)me["left_share"]!);
    }

    [Fact]
    public async Task A_key_that_may_answer_may_not_export_and_the_other_way_round()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var rater = await site.ProgramAsync("main");
        Assert.Equal(HttpStatusCode.Forbidden, (await rater.GetAsync("/api/v1/export/events")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.WithKey("heed_wrong").GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task The_description_names_every_route_of_the_API()
    {
        await using var site = await Site.StartAsync();
        var paths = JsonNode.Parse(await new HttpClient().GetStringAsync($"{site.Address}/openapi/v1.json"))!["paths"]!.AsObject().Select(p => p.Key).ToArray();
        foreach (var path in new[] { "/api/v1/next", "/api/v1/answers", "/api/v1/skips", "/api/v1/undo", "/api/v1/extend", "/api/v1/me", "/api/v1/export/events", "/api/v1/responses", "/api/v1/feedback", "/api/v1/feedback/bulk" }) Assert.Contains(path, paths);
        Assert.All(paths, p => Assert.StartsWith("/api/", p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_description_says_what_every_route_takes_gives_and_refuses()
    {
        await using var site = await Site.StartAsync();
        var description = JsonNode.Parse(await new HttpClient().GetStringAsync($"{site.Address}/openapi/v1.json"))!;
        foreach (var (path, methods) in description["paths"]!.AsObject())
            foreach (var (method, operation) in methods!.AsObject())
            {
                var statuses = operation!["responses"]!.AsObject().Select(r => r.Key).ToArray();
                Assert.True(statuses.Contains("200") || statuses.Contains("204"), $"{method} {path}: {string.Join(' ', statuses)}");
                Assert.All(["401", "403", "429"], status => Assert.True(statuses.Contains(status), $"{method} {path} does not say {status}"));
                if (method is not ("get" or "delete")) Assert.True(operation["requestBody"] is not null && statuses.Contains("400"), $"{method} {path}");
                Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), $"{method} {path} says nothing");
            }
        Assert.Equal(["404", "409"], Statuses("/api/v1/undo").Intersect(["404", "409"]));
        Assert.Contains("422", Statuses("/api/v1/answers"));
        var kinds = description["components"]!["schemas"]!["Answer"]!["discriminator"]!["mapping"]!.AsObject().Select(k => k.Key);
        Assert.Equal(["comparison", "correction", "demonstration", "form", "ranking", "rating", "reward", "spans", "thumb"], kinds.Order());

        string[] Statuses(string path) => [.. description["paths"]![path]!["post"]!["responses"]!.AsObject().Select(r => r.Key)];
    }

    [Fact]
    public async Task A_program_reads_its_own_events_and_how_far_the_project_is_but_not_which_answers_are_known()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(2));
        using var rater = await site.ProgramAsync("main");
        using var other = await site.ProgramAsync("main");
        var next = await PostAsync(rater, "/api/v1/next", new { });
        await PostAsync(rater, "/api/v1/answers", new { assignment = (string?)next["assignment"], idempotency_key = "k", answer = new { kind = "comparison", verdict = "first" } });
        await PostAsync(other, "/api/v1/next", new { });

        var own = (await rater.GetStringAsync("/api/v1/me/events")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(own, line => (string?)JsonNode.Parse(line)!["kind"] == "answered");
        Assert.All(own, line => Assert.Null(JsonNode.Parse(line)!["sampling"]));
        var progress = JsonNode.Parse(await rater.GetStringAsync("/api/v1/progress"))!;
        Assert.Equal((2, 1, 1, 1), ((int)progress["items"]!, (int)progress["complete"]!, (int)progress["leased"]!, (int)progress["answers"]!));
    }

    [Fact]
    public async Task The_key_for_exports_reads_the_record_and_answers_nothing()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var rater = await site.ProgramAsync("main");
        await AnswerAllAsync(rater, "second");
        using var reader = site.WithKey(await site.Opening.ExportKeyAsync("main"));
        var events = (await reader.GetStringAsync("/api/v1/export/events")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();
        var answered = Assert.Single(events, e => (string?)e["event"]!["kind"] == "answered");
        Assert.Single((await reader.GetStringAsync("/api/v1/export/items")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var rest = await reader.GetStringAsync($"/api/v1/export/events?after={(long)answered["sequence"]!}");
        Assert.DoesNotContain("\"answered\"", rest, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/api/v1/next", new { })).StatusCode);
    }

    [Fact]
    public async Task Nothing_that_is_served_to_a_rater_names_a_model()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(2));
        using var program = await site.ProgramAsync("main");
        using var person = await site.PersonAsync("main");
        Assert.DoesNotContain(Sample.SecretModel, await (await program.PostAsJsonAsync("/api/v1/next", new { })).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.SecretModel, await person.PageAsync("/p/main"), StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.SecretModel, await program.GetStringAsync("/api/v1/me"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_side_is_shown_first_about_as_often()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(300), p => p with { HeldItems = 1 });
        using var rater = await site.ProgramAsync("main");
        var first = 0;
        for (var i = 0; i < 300; i++)
        {
            var next = await PostAsync(rater, "/api/v1/next", new { });
            if (((string)next["responses"]![0]!["text"]!).StartsWith("first", StringComparison.Ordinal)) first++;
            await PostAsync(rater, "/api/v1/answers", new { assignment = (string?)next["assignment"], idempotency_key = $"k{i}", answer = new { kind = "comparison", verdict = "first" } });
        }
        // Binomial(300, ½): outside 150 ± 3.9 · 8.66 for one seed in ten thousand.
        Assert.InRange(first, 116, 184);
    }

    private static async Task AnswerAllAsync(HttpClient rater, string verdict)
    {
        for (var i = 0; (await PostAsync(rater, "/api/v1/next", new { }))["assignment"] is { } assignment; i++)
            await PostAsync(rater, "/api/v1/answers", new { assignment = (string?)assignment, idempotency_key = $"all-{i}", answer = new { kind = "comparison", verdict } });
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<List<T>> EventsAsync<T>(Site site) where T : FeedbackEvent
    {
        var events = new List<T>();
        await foreach (var one in site.Store.Log.ReadAsync()) if (one.Event is T right) events.Add(right);
        return events;
    }
}
