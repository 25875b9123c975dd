using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Heed.Labelling.Accounts;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>What cannot be done, said to people and to programs.</summary>
public sealed class ProblemTests
{
    [Theory]
    [InlineData("""{"answer":{"kind":"comparison","verdict":"first"}}""", "assignment")]
    [InlineData("""{"assignment":"a","answer":{"kind":"comparison","verdict":"left"}}""", "answer.verdict must be one of first, second")]
    [InlineData("""{"assignment":"a","answer":{"kind":"comparison","verdict":"first","strength":"much"}}""", "answer.strength must be a whole number")]
    [InlineData("""{"assignment":"a","answer":{"verdict":"first"}}""", "answer.kind")]
    [InlineData("""{"assignment":null,"answer":{"kind":"thumb","up":true}}""", "assignment must not be null")]
    [InlineData("not json", "Not JSON at line 1")]
    public async Task A_body_that_cannot_be_read_is_answered_by_the_field_and_what_was_expected(string body, string expected)
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var rater = await site.ProgramAsync("main");
        var answer = await rater.PostAsync("/api/v1/answers", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var detail = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["detail"]!;
        Assert.Contains(expected, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Heed.", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/p/unknown", HttpStatusCode.NotFound)]
    [InlineData("/manage/main", HttpStatusCode.Forbidden)]
    public async Task Somebody_at_a_browser_reads_a_page_with_a_way_back(string path, HttpStatusCode status)
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var person = await site.PersonAsync("main");
        var answer = await person.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("href=\"/\">Projects</a>", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_with_an_old_token_is_answered_by_words()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var person = await site.PersonAsync("main");
        var answer = await person.Client.PostAsync("/p/main/guidelines", new FormUrlEncodedContent([KeyValuePair.Create("version", "1"), KeyValuePair.Create("csrf", "old")]), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The page is too old", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_acknowledges_a_version_that_is_not_there_is_refused()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var rater = await site.ProgramAsync("main");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await rater.PostAsJsonAsync("/api/v1/guidelines/acknowledge", new { version = 99 }, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_manager_reads_why_items_were_skipped_and_opens_one_again()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1), p => p with { SkipLimit = 1 });
        using var person = await site.PersonAsync("main");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        var assignment = Visitor.Assignment(await person.PageAsync("/p/main"));
        await person.SendAsync(HttpMethod.Post, "/p/main/skips", new { assignment, key = "k", reason = "too-long", note = "forty pages" });
        var page = await manager.PageAsync("/manage/main/skipped");
        Assert.Contains("Too long", page, StringComparison.Ordinal);
        Assert.Contains("forty pages", page, StringComparison.Ordinal);
        Assert.Contains("question 1", await manager.PageAsync($"/manage/main/items/{Sample.Pair(1).Id}"), StringComparison.Ordinal);
        await manager.PostFormAsync($"/manage/main/items/{Sample.Pair(1).Id}/reopen", []);
        Assert.Equal((0, 1), (await site.Store.Queue.HealthAsync("main", Cancel)) is var health ? (health.SetAside, health.Open) : default);
    }

    [Fact]
    public async Task A_rater_of_whom_nothing_is_known_is_not_called_fine()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        var page = await manager.PageAsync("/manage/main/raters");
        Assert.Contains("too few answers to tell", page, StringComparison.Ordinal);
        Assert.DoesNotContain("state good", page, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
