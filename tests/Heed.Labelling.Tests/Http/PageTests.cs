using System.Net;
using System.Text.Json.Nodes;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Labelling.Accounts;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>What pages and their scripts do, without a browser.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task Somebody_takes_an_invitation_reads_the_guidelines_and_answers()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main", acknowledge: false);
        var unread = await person.GetAsync("/p/main");
        Assert.Equal("/p/main/guidelines", unread.Headers.Location?.ToString());
        await person.PostFormAsync("/p/main/guidelines", new() { ["version"] = "1" });

        var assignment = Visitor.Assignment(await person.PageAsync("/p/main"));
        var answer = await person.SendAsync(HttpMethod.Post, "/p/main/answers", new { assignment, key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["8"] }, timing = new { submit_ms = 10 } });

        Assert.Equal("recorded", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["state"]);
        Assert.Contains("data-state=\"nothingleft\"", await person.PageAsync("/p/main"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "The password needs at least 10 characters.")]
    [InlineData("ar", "تحتاج كلمة المرور إلى 10 من الأحرف على الأقل.")]
    public async Task What_is_wrong_with_a_password_is_said_in_the_reader_s_language(string language, string expected)
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var visitor = site.Visit();
        visitor.Client.DefaultRequestHeaders.Add("Accept-Language", language);
        var answer = await visitor.PostFormAsync(new Uri((await site.Opening.InviteAsync("main", 1))[0]).AbsolutePath, new() { ["name"] = "ann", ["password"] = "abcdef", ["consent"] = "1" });
        Assert.Contains(expected, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_lets_one_person_in()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        var link = new Uri((await site.Opening.InviteAsync("main", 1))[0]).AbsolutePath;
        using var first = site.Visit();
        using var second = site.Visit();
        Dictionary<string, string> Form(string name) => new() { ["name"] = name, ["password"] = Visitor.Password, ["consent"] = "1" };
        Assert.Equal(HttpStatusCode.Redirect, (await first.PostFormAsync(link, Form("first"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await second.PostFormAsync(link, Form("second"))).StatusCode);
    }

    [Fact]
    public async Task Somebody_signs_out_and_in_again_with_the_password_and_with_no_other()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var person = await site.PersonAsync("main");
        await person.PostFormAsync("/sign-out", []);
        Assert.Equal(HttpStatusCode.Redirect, (await person.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await person.PostFormAsync("/sign-in", new() { ["name"] = person.Name, ["password"] = "another password" })).StatusCode);
        var entered = await person.PostFormAsync("/sign-in", new() { ["name"] = person.Name, ["password"] = Visitor.Password, ["back"] = "/p/main" });
        Assert.Equal("/p/main", entered.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Changing_the_choice_five_times_keeps_five_revisions_of_which_the_last_stands()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        var assignment = Visitor.Assignment(await person.PageAsync("/p/main"));
        var choices = new[] { "5", "4", "5", "4", "5" };
        for (var i = 0; i < choices.Length; i++)
            Assert.Equal(HttpStatusCode.OK, (await person.SendAsync(HttpMethod.Post, "/p/main/answers", new { assignment, key = $"k{i}", fields = new Dictionary<string, string[]> { ["choice"] = [choices[i]] } })).StatusCode);

        var all = new List<FeedbackEvent>();
        await foreach (var one in site.Store.Log.ReadAsync()) all.Add(one.Event);
        Assert.Equal(5, all.OfType<Answered>().Count());
        var standing = Assert.Single(StandingAnswers.Of(all));
        Assert.Equal(5, ((ComparisonAnswer)standing.Answer.AsShown(standing.Shown!.Order)).Point());
        Assert.Contains("\"choice\":[\"5\"]", await person.PageAsync($"/p/main/answers/{assignment}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_comes_back_with_the_item()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        var assignment = Visitor.Assignment(await person.PageAsync("/p/main"));
        await person.SendAsync(HttpMethod.Put, $"/p/main/drafts/{assignment}", new { fields = new Dictionary<string, string[]> { ["comment"] = ["half a </script> thought"] } });
        var page = await person.PageAsync("/p/main");
        Assert.Contains("half a \\u003C/script\\u003E thought", page, StringComparison.Ordinal);
        Assert.DoesNotContain("half a </script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_rater_reads_why_and_can_appeal()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        var rater = (await site.Store.Raters.MembershipsAsync("main"))[0].Rater;
        var raters = await site.Store.Raters.ListAsync();
        rater = raters[0].Id;
        await manager.PostFormAsync($"/manage/main/raters/{rater}/pause", new() { ["reason"] = "please read <b>rule 3</b>" });

        var page = await person.PageAsync("/p/main");
        Assert.Contains("please read &lt;b&gt;rule 3", page, StringComparison.Ordinal);
        await person.PostFormAsync("/p/main/appeal", new() { ["text"] = "I did read it" });
        Assert.Contains("I did read it", await manager.PageAsync("/manage/main/raters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_of_a_manager_opens_on_a_project_with_answers()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Loading.Demo());
        using var person = await site.PersonAsync("main");
        using var admin = await site.PersonAsync("main", admin: true);
        await person.SendAsync(HttpMethod.Post, "/p/main/answers", new { assignment = Visitor.Assignment(await person.PageAsync("/p/main")), key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["2"] } });
        foreach (var page in new[] { "", "/agreement", "/raters", "/answers", "/adjudication", "/coverage", "/cost", "/guidelines", "/questions", "/skipped", "/webhooks", "/members", "/settings", "/time.csv" }) await admin.PageAsync("/manage/main" + page);
        foreach (var page in new[] { "/", "/account", "/audit", "/p/main/me", "/account/data.json" }) await admin.PageAsync(page);
    }

    [Fact]
    public async Task Who_leaves_takes_the_answers_along_and_the_items_are_open_again()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        await person.SendAsync(HttpMethod.Post, "/p/main/answers", new { assignment = Visitor.Assignment(await person.PageAsync("/p/main")), key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["2"] } });
        Assert.Equal(0, (await site.Store.Queue.HealthAsync("main")).Open);

        Assert.Equal(HttpStatusCode.Redirect, (await person.PostFormAsync("/account/erase", [])).StatusCode);

        await foreach (var one in site.Store.Log.ReadAsync()) Assert.IsNotType<Answered>(one.Event);
        Assert.Equal(1, (await site.Store.Queue.HealthAsync("main")).Open);
        Assert.True((await site.Store.VerifyAsync()).Whole);
        Assert.StartsWith("/sign-in", (await person.GetAsync("/account")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await person.PostFormAsync("/sign-in", new() { ["name"] = person.Name, ["password"] = Visitor.Password })).StatusCode);
    }

    [Fact]
    public async Task Guidelines_that_change_are_shown_with_what_changed_before_the_next_item()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        var old = (await site.Store.Projects.GuidelinesAsync("main"))[0].Text;
        await manager.PostFormAsync("/manage/main/guidelines", new() { ["text"] = old + "\nBe kind." });
        Assert.Equal(HttpStatusCode.Redirect, (await person.GetAsync("/p/main")).StatusCode);
        Assert.Contains("<ins>Be kind.", await person.PageAsync("/p/main/guidelines"), StringComparison.Ordinal);
    }

    private static class Loading
    {
        public static IEnumerable<Feedback.Assignment.QueuedItem> Demo() => Labelling.Loading.DemoProject.Items().Where(i => i.Purpose == Feedback.Assignment.Purpose.Label);
    }
}
