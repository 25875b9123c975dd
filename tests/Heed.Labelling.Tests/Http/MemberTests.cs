using System.Net;
using System.Text.RegularExpressions;
using Heed.Labelling.Accounts;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>Who is in a project, as what, and who may still come.</summary>
public sealed class MemberTests
{
    [Fact]
    public async Task Who_is_removed_is_signed_out_has_no_key_and_is_no_rater_of_the_project_any_more()
    {
        await using var site = await Site.StartAsync();
        var (person, rater, manager) = await StartAsync(site);
        var made = await (await person.PostFormAsync("/account/keys", new() { ["project"] = "main" })).Content.ReadAsStringAsync();
        using var program = site.WithKey(Regex.Match(made, "id=\"new-key\">([^<]+)<").Groups[1].Value);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/me")).StatusCode);
        await manager.PostFormAsync($"/manage/main/members/{rater}/remove", []);
        Assert.StartsWith("/sign-in", (await person.GetAsync("/account")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/me")).StatusCode);
        Assert.Empty(await site.Store.Raters.MembershipsAsync("main", rater));
    }

    [Fact]
    public async Task A_role_is_changed_and_acts_with_the_next_request()
    {
        await using var site = await Site.StartAsync();
        var (person, rater, manager) = await StartAsync(site);
        Assert.Equal(HttpStatusCode.Forbidden, (await person.GetAsync("/manage/main")).StatusCode);
        await manager.PostFormAsync($"/manage/main/members/{rater}/role", new() { ["role"] = "Reviewer" });
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/manage/main")).StatusCode);
    }

    [Fact]
    public async Task A_manager_changes_neither_the_own_role_nor_an_administrator()
    {
        await using var site = await Site.StartAsync();
        var (_, _, manager) = await StartAsync(site);
        using var admin = await site.PersonAsync("main", admin: true);
        var members = (await site.Store.Raters.ListAsync()).Select(r => r.Id).ToArray();
        foreach (var rater in members.Skip(1)) Assert.Equal(HttpStatusCode.Conflict, (await manager.PostFormAsync($"/manage/main/members/{rater}/remove", [])).StatusCode);
    }

    [Fact]
    public async Task An_invitation_that_was_revoked_lets_nobody_in()
    {
        await using var site = await Site.StartAsync();
        var (_, _, manager) = await StartAsync(site);
        var link = new Uri((await site.Opening.InviteAsync("main", 1))[0]).AbsolutePath;
        await manager.PostFormAsync(Regex.Match(await manager.PageAsync("/manage/main/members"), "/manage/main/invitations/[^/]+/revoke").Value, []);
        using var stranger = site.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Under_an_administrator_s_link_a_lost_password_is_replaced_once()
    {
        await using var site = await Site.StartAsync();
        var (person, rater, manager) = await StartAsync(site);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.PostFormAsync($"/manage/main/members/{rater}/reset", [])).StatusCode);
        using var admin = await site.PersonAsync("main", admin: true);
        var page = await (await admin.PostFormAsync($"/manage/main/members/{rater}/reset", [])).Content.ReadAsStringAsync();
        var link = new Uri(Regex.Match(page, "id=\"reset-link\">([^<]+)<").Groups[1].Value).AbsolutePath;
        using var anew = site.Visit();
        await anew.PageAsync(link);
        Assert.Equal(HttpStatusCode.Redirect, (await anew.PostFormAsync(link, new() { ["password"] = "another one 43" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anew.PostFormAsync(link, new() { ["password"] = "and yet another 44" })).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await anew.PostFormAsync("/sign-in", new() { ["name"] = person.Name, ["password"] = "another one 43" })).StatusCode);
    }

    private static async Task<(Visitor Person, string Rater, Visitor Manager)> StartAsync(Site site)
    {
        await site.AddAsync("main", Sample.Pairs(2));
        var person = await site.PersonAsync("main");
        return (person, Assert.Single(await site.Store.Raters.ListAsync()).Id, await site.PersonAsync("main", ProjectRole.Manager));
    }
}
