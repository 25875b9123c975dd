using System.Net;
using Heed.Labelling.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>Signing in through an identity provider.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task Somebody_whom_the_provider_knows_takes_an_invitation_and_comes_back_later_without_a_password()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var site = await Site.StartAsync(o => o with { OpenIdConnect = new OpenIdConnectSettings(provider.Address, "heed", "a secret of the provider") });
        await site.AddAsync("main", Sample.Pairs(1));
        var link = new Uri((await site.Opening.InviteAsync("main", 1))[0]).AbsolutePath;
        using var person = site.Visit();
        Assert.Equal("/p/main", await FollowAsync(person, await person.PostFormAsync($"{link}/provider", new() { ["consent"] = "1" })));
        using var later = site.Visit();
        Assert.Equal("/", await FollowAsync(later, await later.GetAsync("/sign-in/provider")));
        Assert.Equal(HttpStatusCode.OK, (await later.GetAsync("/account")).StatusCode);
        await using var scope = site.App.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<SiteContext>().Users.SingleAsync()).PasswordHash);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("1", true)]
    public async Task What_was_ticked_before_the_provider_is_what_is_recorded_after_it(string? train, bool recorded)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var site = await Site.StartAsync(o => o with { OpenIdConnect = new OpenIdConnectSettings(provider.Address, "heed", "a secret of the provider") });
        await site.AddAsync("main", Sample.Pairs(1));
        var link = new Uri((await site.Opening.InviteAsync("main", 1))[0]).AbsolutePath;
        using var person = site.Visit();
        await FollowAsync(person, await person.PostFormAsync($"{link}/provider", train is null ? new() { ["consent"] = "1" } : new() { ["consent"] = "1", ["train"] = train }));
        Assert.Equal(recorded, Assert.Single(await site.Store.Raters.ListAsync()).TrainOk);
    }

    [Fact]
    public async Task Nobody_goes_to_the_provider_or_comes_back_from_it_without_consent()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var site = await Site.StartAsync(o => o with { OpenIdConnect = new OpenIdConnectSettings(provider.Address, "heed", "a secret of the provider") });
        await site.AddAsync("main", Sample.Pairs(1));
        var link = new Uri((await site.Opening.InviteAsync("main", 1))[0]).AbsolutePath;
        using var person = site.Visit();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await person.PostFormAsync($"{link}/provider", new() { ["train"] = "1" })).StatusCode);
        // By the other way to the provider, which asks for no consent.
        var response = await person.GetAsync("/sign-in/provider");
        for (var i = 0; i < 10 && response.StatusCode == HttpStatusCode.Redirect; i++) response = await person.Client.GetAsync(response.Headers.Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await person.GetAsync($"{link}/returned")).StatusCode);
        Assert.Empty(await site.Store.Raters.ListAsync());
    }

    [Fact]
    public async Task Somebody_whom_the_provider_knows_and_nobody_invited_stays_outside()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var site = await Site.StartAsync(o => o with { OpenIdConnect = new OpenIdConnectSettings(provider.Address, "heed", "a secret of the provider") });
        using var stranger = site.Visit();
        var response = await stranger.GetAsync("/sign-in/provider");
        for (var i = 0; i < 10 && response.StatusCode == HttpStatusCode.Redirect; i++) response = await stranger.Client.GetAsync(response.Headers.Location);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync("/account")).StatusCode);
    }

    /// <summary>Follows what the site and the provider say until the site shows a page of its own; returns its address.</summary>
    private static async Task<string> FollowAsync(Visitor visitor, HttpResponseMessage response)
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.True(response.StatusCode == HttpStatusCode.Redirect, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            var to = response.Headers.Location!;
            var address = to.IsAbsoluteUri ? to : new Uri(visitor.Client.BaseAddress!, to);
            if (address.Port == visitor.Client.BaseAddress!.Port && address.AbsolutePath is "/" or "/p/main") return address.AbsolutePath;
            response = await visitor.Client.GetAsync(address);
        }
        throw new InvalidOperationException("It never ends.");
    }
}
