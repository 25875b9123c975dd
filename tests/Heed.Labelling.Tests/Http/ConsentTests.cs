using System.Net;
using System.Net.Http.Json;
using Heed.Feedback.Assignment;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>What people agree to, and change later.</summary>
public sealed class ConsentTests
{
    [Fact]
    public async Task Nothing_is_ticked_beforehand()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = site.Visit();
        var page = await person.PageAsync(new Uri((await site.Opening.InviteAsync("main", 1))[0]).AbsolutePath);
        Assert.DoesNotMatch("<input[^>]*type=\"checkbox\"[^>]*checked", page);
    }

    [Fact]
    public async Task The_word_on_training_is_changed_on_the_account_page()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        Assert.Matches("name=\"train\"[^>]*checked", await person.PageAsync("/account"));
        await person.PostFormAsync("/account/training", []);
        Assert.DoesNotMatch("name=\"train\"[^>]*checked", await person.PageAsync("/account"));
        Assert.False(Assert.Single(await site.Store.Raters.ListAsync()).TrainOk);
    }

    [Fact]
    public async Task A_program_says_no_to_training_and_agrees_to_the_text_in_force()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1), p => p with { Consent = "v2" });
        using var program = await site.ProgramAsync("main");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await program.PostAsJsonAsync("/api/v1/consent", new { train_ok = false, version = "v1" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await program.PostAsJsonAsync("/api/v1/consent", new { train_ok = false, version = "v2" })).StatusCode);
        var rater = Assert.Single(await site.Store.Raters.ListAsync());
        var member = Assert.Single(await site.Store.Raters.MembershipsAsync("main"));
        Assert.Equal(("v2", false, TurnState.Leased), (member.Consent, rater.TrainOk, (await site.Store.Queue.NextAsync("main", rater.Id)).State));
    }

    [Fact]
    public async Task A_program_that_is_paused_appeals_by_its_key()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("demo", Sample.Pairs(1));
        using var program = await site.ProgramAsync("demo");
        Assert.Equal(HttpStatusCode.Conflict, (await program.PostAsJsonAsync("/api/v1/appeals", new { text = "no" })).StatusCode);
        await site.Store.Raters.PauseAsync("demo", Assert.Single(await site.Store.Raters.ListAsync()).Id, "always the left", "admin");
        Assert.Equal(HttpStatusCode.OK, (await program.PostAsJsonAsync("/api/v1/appeals", new { text = "they were better" })).StatusCode);
    }
}
