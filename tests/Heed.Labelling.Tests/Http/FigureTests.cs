using System.Net;
using System.Text.RegularExpressions;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Labelling.Accounts;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>What managers read, and what is under it.</summary>
public sealed class FigureTests
{
    [Fact]
    public async Task An_item_with_a_warning_of_the_project_s_own_is_shown_and_can_be_refused()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1).Select(i => i with { Warnings = ["gore & blood"] }));
        using var person = await site.PersonAsync("main");
        Assert.Contains("gore &amp; blood", await person.PageAsync("/p/main"), StringComparison.Ordinal);
        Assert.Contains("value=\"gore &amp; blood\"", await person.PageAsync("/p/main/me"), StringComparison.Ordinal);
        await person.PostFormAsync("/p/main/opt-outs", new() { ["warning"] = "gore & blood" });
        Assert.Equal(["gore & blood"], Assert.Single(await site.Store.Raters.MembershipsAsync("main", cancellation: Cancel)).OptOuts);
    }

    [Fact]
    public async Task The_table_for_the_payroll_takes_days()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        await AnswerAsync(person, "2", 3_600_000);
        var today = Assert.Single(await EventsAsync<Answered>(site)).Time.UtcDateTime.Date;
        Assert.Contains(",1.0000,", await manager.PageAsync($"/manage/main/time.csv?from={today:yyyy-MM-dd}&to={today:yyyy-MM-dd}"), StringComparison.Ordinal);
        Assert.DoesNotContain("1.0000", await manager.PageAsync($"/manage/main/time.csv?from=&to={today.AddDays(-1):yyyy-MM-dd}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await manager.GetAsync("/manage/main/time.csv?from=monday")).StatusCode);
    }

    [Fact]
    public async Task A_skip_on_the_page_sends_its_time_along()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        var assignment = Visitor.Assignment(await person.PageAsync("/p/main"));
        await person.SendAsync(HttpMethod.Post, "/p/main/skips", new { assignment, key = "k", reason = "unclear", note = "", timing = new { submit_ms = 8000 } });
        Assert.Equal(TimeSpan.FromSeconds(8), Assert.Single(await EventsAsync<Skipped>(site)).Timing!.Elapsed);
    }

    [Fact]
    public async Task The_number_on_a_tile_is_that_of_the_list_it_leads_to()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", [.. Sample.Pairs(1), new QueuedItem(Sample.Pair(2)) { Purpose = Purpose.Gold, Known = new KnownAnswer(new ComparisonAnswer(Verdict.First)) }], p => p with { GoldShare = 1 });
        using var person = await site.PersonAsync("main");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        await AnswerAsync(person, "2");
        await AnswerAsync(person, "2", key: "k2");
        var tile = Regex.Match(await manager.PageAsync("/manage/main"), "<a href=\"([^\"]+only=wanted)\">(\\d+)</a>");
        Assert.Equal("1", tile.Groups[2].Value);
        Assert.Contains("<span class=\"soft\">1 answers</span>", await manager.PageAsync(tile.Groups[1].Value), StringComparison.Ordinal);
        Assert.Contains("<span class=\"soft\">1 answers</span>", await manager.PageAsync("/manage/main/answers?only=gold"), StringComparison.Ordinal);
        Assert.Contains("<span class=\"soft\">2 answers</span>", await manager.PageAsync("/manage/main/answers?rater=&day=&only=&kind="), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_raters_page_says_how_a_rater_does_on_known_answers_and_leads_to_them()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Enumerable.Range(1, 8).Select(i => new QueuedItem(Sample.Pair(i)) { Purpose = Purpose.Gold, Known = new KnownAnswer(new ComparisonAnswer(Verdict.First)) }), p => p with { GoldShare = 1 });
        using var person = await site.PersonAsync("main");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        for (var i = 0; i < 8; i++)
        {
            var html = await person.PageAsync("/p/main");
            await AnswerAsync(person, html.IndexOf("first answer", StringComparison.Ordinal) < html.IndexOf("second answer", StringComparison.Ordinal) ? "8" : "1", key: $"k{i}");
        }
        var page = await manager.PageAsync("/manage/main/raters");
        var link = Regex.Match(page, "0/8[^<]+<a class=\"state bad\" href=\"([^\"]+only=gold)\">");
        Assert.True(link.Success, page);
        Assert.Contains("<span class=\"soft\">8 answers</span>", await manager.PageAsync(WebUtility.HtmlDecode(link.Groups[1].Value)), StringComparison.Ordinal);
        Assert.Contains(" UTC</td>", await manager.PageAsync("/manage/main/answers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_reviewer_settles_belongs_to_the_project_and_is_no_rater_s_answer()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("other", Sample.Pairs(1), p => p with { Overlap = 2 });
        using var ann = await site.PersonAsync("other");
        using var bob = await site.PersonAsync("other");
        using var reviewer = await site.PersonAsync("other", ProjectRole.Reviewer);
        foreach (var (person, verdict) in new[] { (ann, Verdict.First), (bob, Verdict.Second) })
        {
            var html = await person.PageAsync("/p/other");
            var first = html.IndexOf("first answer 1", StringComparison.Ordinal) < html.IndexOf("second answer 1", StringComparison.Ordinal);
            await AnswerAsync(person, first == (verdict == Verdict.First) ? "1" : "8", project: "other");
        }
        var item = Sample.Pair(1).Id;
        var order = Visitor.Assignment(await reviewer.PageAsync($"/manage/other/items/{item}"));
        var sent = await reviewer.SendAsync(HttpMethod.Post, $"/manage/other/items/{item}/answers", new { assignment = order, key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["1"] } });
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var settled = Assert.Single(await EventsAsync<Answered>(site), a => a.Settles);
        Assert.Equal("other", settled.Project);
        Assert.Contains("settled", await reviewer.PageAsync("/manage/other/adjudication"), StringComparison.Ordinal);
        Assert.Contains("<span class=\"soft\">2 answers</span>", await reviewer.PageAsync("/manage/other/answers?only=label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_settled_where_raters_agree()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        using var reviewer = await site.PersonAsync("main", ProjectRole.Reviewer);
        await AnswerAsync(person, "2");
        var sent = await reviewer.SendAsync(HttpMethod.Post, $"/manage/main/items/{Sample.Pair(1).Id}/answers", new { assignment = "0-1", key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["1"] } });
        Assert.Equal(HttpStatusCode.Conflict, sent.StatusCode);
    }

    [Fact]
    public async Task Who_appealed_reads_that_it_was_sent_in_any_project()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("other", Sample.Pairs(1));
        using var person = await site.PersonAsync("other");
        using var manager = await site.PersonAsync("other", ProjectRole.Manager);
        var rater = (await site.Store.Raters.ListAsync(Cancel))[0].Id;
        Assert.Equal(HttpStatusCode.Conflict, (await person.PostFormAsync("/p/other/appeal", new() { ["text"] = "why?" })).StatusCode);
        await manager.PostFormAsync($"/manage/other/raters/{rater}/pause", new() { ["reason"] = "rule 3" });
        await person.PostFormAsync("/p/other/appeal", new() { ["text"] = "I did read it" });
        var page = await person.PageAsync("/p/other");
        Assert.Contains("Your appeal was sent", page, StringComparison.Ordinal);
        Assert.Contains("I did read it", await manager.PageAsync("/manage/other/raters"), StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(Visitor person, string choice, long milliseconds = 1000, string key = "k", string project = "main")
    {
        var assignment = Visitor.Assignment(await person.PageAsync($"/p/{project}"));
        var answer = await person.SendAsync(HttpMethod.Post, $"/p/{project}/answers", new { assignment, key, fields = new Dictionary<string, string[]> { ["choice"] = [choice] }, timing = new { submit_ms = milliseconds } });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<List<T>> EventsAsync<T>(Site site)
    {
        var found = new List<T>();
        await foreach (var one in site.Store.Log.ReadAsync(0, Cancel))
            if (one.Event is T wanted) found.Add(wanted);
        return found;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
