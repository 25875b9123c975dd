using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Heed.Feedback.Events;
using Heed.Labelling.Accounts;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>What raters ask about items.</summary>
public sealed class QuestionTests
{
    [Fact]
    public async Task A_question_gets_a_reply_that_its_asker_reads_and_all_read_what_became_common()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(2));
        using var asker = await site.PersonAsync("main");
        using var other = await site.PersonAsync("main");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        var token = Visitor.Assignment(await asker.PageAsync("/p/main"));
        var sent = await asker.SendAsync(HttpMethod.Post, $"/p/main/questions/{token}", new { text = "Does <b>rudeness</b> count?" });
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var question = (string)JsonNode.Parse(await sent.Content.ReadAsStringAsync())!["event_id"]!;
        Assert.Contains("Does &lt;b&gt;rudeness&lt;/b&gt; count?", await manager.PageAsync("/manage/main/questions"), StringComparison.Ordinal);

        await manager.PostFormAsync($"/manage/main/questions/{question}", new() { ["text"] = "It **does**.", ["common"] = "Tone" });

        Assert.Contains("<strong>does</strong>", await asker.PageAsync("/p/main/questions"), StringComparison.Ordinal);
        var page = await other.PageAsync("/p/main/questions");
        Assert.Contains("Tone", page, StringComparison.Ordinal);
        Assert.DoesNotContain("rudeness", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_asks_and_reads_over_HTTP()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var program = await site.ProgramAsync("main");
        var next = JsonNode.Parse(await (await program.PostAsJsonAsync("/api/v1/next", new { })).Content.ReadAsStringAsync())!;
        var asked = await program.PostAsJsonAsync("/api/v1/questions", new { assignment = (string)next["assignment"]!, text = "Why?" });
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await program.PostAsJsonAsync("/api/v1/questions", new { assignment = (string)next["assignment"]!, text = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await program.PostAsJsonAsync("/api/v1/questions", new { assignment = "somebody else's", text = "Why?" })).StatusCode);
        var own = JsonNode.Parse(await program.GetStringAsync("/api/v1/questions"))!["own"]!.AsArray();
        Assert.Equal("Why?", (string)Assert.Single(own)!["text"]!);
    }

    [Fact]
    public async Task A_question_of_another_project_does_not_exist()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await site.AddAsync("other", Sample.Pairs(1));
        using var asker = await site.PersonAsync("main");
        using var foreign = await site.PersonAsync("other", ProjectRole.Manager);
        var token = Visitor.Assignment(await asker.PageAsync("/p/main"));
        await asker.SendAsync(HttpMethod.Post, $"/p/main/questions/{token}", new { text = "Mine" });
        string question = "";
        await foreach (var one in site.Store.Log.ReadAsync()) if (one.Event is QuestionAsked q) question = q.Id;
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.PostFormAsync($"/manage/other/questions/{question}", new() { ["text"] = "x" })).StatusCode);
    }
}
