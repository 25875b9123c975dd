using System.Net;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Labelling.Accounts;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>What happens in one project, seen from it and from another.</summary>
public sealed class TwoProjectsTests
{
    [Fact]
    public async Task What_a_reviewer_settles_is_settled_in_its_project_with_what_was_shown_and_agreed_to()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("beta", Sample.Pairs(1), p => p with { Overlap = 3 });
        await DisagreeAsync(site, "beta");
        using var reviewer = await site.PersonAsync("beta", ProjectRole.Reviewer);
        await SettleAsync(reviewer, "beta");

        var settled = Assert.Single(await EventsAsync<Answered>(site), a => a.Place == "adjudication");
        Assert.Equal(("beta", 1, "1", true), (settled.Project, settled.Shown!.Guidelines, settled.Consent, settled.TrainOk));
        Assert.Equal([0, 1], settled.Shown.Order.Order());
        Assert.DoesNotContain("state warn", await reviewer.PageAsync("/manage/beta/adjudication"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settled_item_is_not_given_to_its_reviewer_again()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("beta", Sample.Pairs(1), p => p with { Overlap = 3 });
        await DisagreeAsync(site, "beta");
        using var reviewer = await site.PersonAsync("beta", ProjectRole.Reviewer);
        await SettleAsync(reviewer, "beta");
        Assert.DoesNotContain("data-assignment", await reviewer.PageAsync("/p/beta"), StringComparison.Ordinal);
        Assert.DoesNotContain("data-assignment", await reviewer.PageAsync($"/manage/beta/items/{Sample.Pair().Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appeal_stands_where_the_rater_was_paused_and_its_answer_comes_back()
    {
        await using var site = await Site.StartAsync();
        foreach (var project in new[] { "main", "demo" }) await site.AddAsync(project, Sample.Pairs(2));
        var (person, rater) = await PausedAsync(site, "demo");
        using var manager = await site.PersonAsync("demo", ProjectRole.Manager);
        await person.PostFormAsync("/p/demo/appeal", new() { ["text"] = "the left ones were better" });

        Assert.Contains("the left ones were better", await manager.PageAsync("/manage/demo/raters"), StringComparison.Ordinal);
        await manager.PostFormAsync($"/manage/demo/raters/{rater}/answer", new() { ["text"] = "look at item 3" });
        Assert.Contains("look at item 3", await person.PageAsync("/p/demo"), StringComparison.Ordinal);
        person.Dispose();
    }

    [Fact]
    public async Task A_key_exports_nothing_of_what_is_said_about_raters_in_another_project()
    {
        await using var site = await Site.StartAsync();
        foreach (var project in new[] { "main", "demo" }) await site.AddAsync(project, Sample.Pairs(2));
        var (person, rater) = await PausedAsync(site, "demo");
        await person.PostFormAsync("/p/demo/appeal", new() { ["text"] = "the left ones were better" });
        person.Dispose();

        using var main = site.WithKey(await site.Opening.ExportKeyAsync("main"));
        using var demo = site.WithKey(await site.Opening.ExportKeyAsync("demo"));
        Assert.DoesNotContain(rater, await main.GetStringAsync("/api/v1/export/events"), StringComparison.Ordinal);
        var own = await demo.GetStringAsync("/api/v1/export/events");
        Assert.All(["consent-given", "rater-paused", "rater-appealed"], kind => Assert.Contains($"\"{kind}\"", own, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_paused_in_one_project_works_on_in_another_whose_manager_cannot_end_the_pause()
    {
        await using var site = await Site.StartAsync();
        foreach (var project in new[] { "main", "demo" }) await site.AddAsync(project, Sample.Pairs(2));
        var (person, rater) = await PausedAsync(site, "demo");
        await person.GetAsync(new Uri((await site.Opening.InviteAsync("main", 1))[0]).AbsolutePath);
        await person.PostFormAsync("/p/main/guidelines", new() { ["version"] = "1" });
        Visitor.Assignment(await person.PageAsync("/p/main"));

        using var other = await site.PersonAsync("main", ProjectRole.Manager);
        await other.PostFormAsync($"/manage/main/raters/{rater}/resume", []);
        Assert.Contains("always the left", await person.PageAsync("/p/demo"), StringComparison.Ordinal);
        person.Dispose();
    }

    /// <summary>Somebody in a project, paused.</summary>
    private static async Task<(Visitor Person, string Rater)> PausedAsync(Site site, string project)
    {
        var person = await site.PersonAsync(project);
        var rater = Assert.Single(await site.Store.Raters.MembershipsAsync(project)).Rater;
        using var manager = await site.PersonAsync(project, ProjectRole.Manager);
        await manager.PostFormAsync($"/manage/{project}/raters/{rater}/pause", new() { ["reason"] = "always the left" });
        return (person, rater);
    }

    /// <summary>Two raters of whom one prefers the first response and the other the second.</summary>
    private static async Task DisagreeAsync(Site site, string project)
    {
        var verdicts = new[] { Verdict.First, Verdict.Second };
        foreach (var seeded in await site.Opening.SeedAsync(project, 2))
        {
            var lease = (await site.Store.Queue.NextAsync(project, seeded.Rater)).Lease!;
            var verdict = verdicts[seeded.Rater == (await site.Store.Raters.MembershipsAsync(project)).Select(m => m.Rater).Min() ? 0 : 1];
            var answer = new ComparisonAnswer(verdict, 2);
            await site.Store.Queue.SubmitAsync(seeded.Rater, new Submission(lease.Token, "k", answer.AsShown(lease.Shown.Order)), "test");
        }
    }

    private static async Task SettleAsync(Visitor reviewer, string project)
    {
        var address = $"/manage/{project}/items/{Sample.Pair().Id}";
        var assignment = Visitor.Assignment(await reviewer.PageAsync(address));
        var answer = await reviewer.SendAsync(HttpMethod.Post, $"{address}/answers", new { assignment, key = "s", fields = new Dictionary<string, string[]> { ["choice"] = ["2"] } });
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<List<T>> EventsAsync<T>(Site site) where T : FeedbackEvent
    {
        var list = new List<T>();
        await foreach (var one in site.Store.Log.ReadAsync())
            if (one.Event is T wanted) list.Add(wanted);
        return list;
    }
}
