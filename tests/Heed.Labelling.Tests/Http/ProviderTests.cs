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
        Assert.Equal("/p/main", await FollowAsync(person, await person.PostFormAsync($"{link}/provider", [])));
        using var later = site.Visit();
        Assert.Equal("/", await FollowAsync(later, await later.GetAsync("/sign-in/provider")));
        Assert.Equal(HttpStatusCode.OK, (await later.GetAsync("/account")).StatusCode);
        await using var scope = site.App.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<SiteContext>().Users.SingleAsync()).PasswordHash);
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
