using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Heed.Labelling.Accounts;
using Heed.Labelling.Webhooks;
using Heed.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>Programs that are told what happens.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task What_happens_is_told_in_order_and_signed()
    {
        await using var site = await Site.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        var key = await MakeAsync(manager, receiver.Address);
        using var rater = await site.ProgramAsync("main");
        await AnswerAsync(rater, "first");
        var told = await receiver.HearAsync(2);
        Assert.Equal(["feedback.created", "item.completed"], told.Select(t => (string)JsonNode.Parse(t.Body)!["type"]!));
        Assert.Equal("answered", (string)JsonNode.Parse(told[0].Body)!["data"]!["event"]!["kind"]!);
        Assert.All(told, t => Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{t.Id}.{t.Time}.{t.Body}"))), t.Signature));
    }

    [Fact]
    public async Task Who_does_not_hear_is_told_again_and_nothing_is_lost_nor_told_before_its_turn()
    {
        await using var site = await Site.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await site.AddAsync("main", Sample.Pairs(3));
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        receiver.Status = 503;
        await MakeAsync(manager, receiver.Address, WebhookMessage.Created);
        using var rater = await site.ProgramAsync("main");
        for (var i = 0; i < 3; i++) await AnswerAsync(rater, "first", $"{i}");
        await using var scope = site.App.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SiteContext>();
        await Patience.UntilAsync(() => database.Webhooks.AnyAsync(w => w.Failures > 0), "the address failed");
        var hook = await database.Webhooks.AsNoTracking().SingleAsync();
        Assert.Equal(("503", false), (hook.Problem, hook.Off));

        receiver.Status = 200;
        await manager.PostFormAsync($"/manage/main/webhooks/{hook.Id}/retry", []);

        var sequences = (await receiver.HearAsync(3)).Select(t => (long)JsonNode.Parse(t.Body)!["data"]!["sequence"]!).ToArray();
        Assert.Equal(sequences.Order(), sequences);
    }

    [Fact]
    public async Task Who_says_that_it_is_gone_is_not_called_again()
    {
        await using var site = await Site.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        receiver.Status = 410;
        await MakeAsync(manager, receiver.Address);
        using var rater = await site.ProgramAsync("main");
        await AnswerAsync(rater, "first");
        await using var scope = site.App.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SiteContext>();
        await Patience.UntilAsync(() => database.Webhooks.AnyAsync(w => w.Off), "the address was given up");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/x")]
    [InlineData("nonsense")]
    public async Task Nothing_but_the_web_is_called(string address)
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await manager.PostFormAsync("/manage/main/webhooks", new() { ["address"] = address, ["type"] = WebhookMessage.Created })).StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.20.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    public void A_site_in_use_calls_addresses_of_the_public_network_alone(string address, bool isPublic) => Assert.Equal(isPublic, PublicNetwork.IsPublic(IPAddress.Parse(address)));

    private static async Task<byte[]> MakeAsync(Visitor manager, string address, params string[] types)
    {
        var form = new List<KeyValuePair<string, string>> { new("address", address) };
        form.AddRange((types.Length == 0 ? WebhookMessage.Types : types).Select(t => KeyValuePair.Create("type", t)));
        var page = await (await manager.PostPairsAsync("/manage/main/webhooks", form)).Content.ReadAsStringAsync();
        return Convert.FromBase64String(WebUtility.HtmlDecode(Regex.Match(page, "whsec_([^<]+)<").Groups[1].Value));
    }

    private static async Task AnswerAsync(HttpClient rater, string verdict, string key = "k")
    {
        var next = JsonNode.Parse(await (await rater.PostAsJsonAsync("/api/v1/next", new { })).Content.ReadAsStringAsync())!;
        var sent = await rater.PostAsJsonAsync("/api/v1/answers", new { assignment = (string)next["assignment"]!, idempotency_key = key, answer = new { kind = "comparison", verdict } });
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
    }
}
