using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>The second step at signing in.</summary>
public sealed partial class SecondStepTests
{
    [Fact]
    public async Task After_it_is_set_up_the_password_alone_lets_nobody_in_and_a_code_does()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var person = await site.PersonAsync("main");
        var (key, _) = await SetUpAsync(person);
        await person.PostFormAsync("/sign-out", []);

        Assert.Contains("/sign-in/code", await PasswordAsync(person), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await person.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await CodeAsync(person, "000000")).StatusCode);
        Assert.Equal("/p/main", (await CodeAsync(person, CodeOf(key))).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task A_kept_code_lets_in_once()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var person = await site.PersonAsync("main");
        var (_, codes) = await SetUpAsync(person);
        Assert.Equal(10, codes.Length);
        foreach (var expected in new[] { HttpStatusCode.Redirect, HttpStatusCode.Forbidden })
        {
            await person.PostFormAsync("/sign-out", []);
            await PasswordAsync(person);
            Assert.Equal(expected, (await CodeAsync(person, codes[0])).StatusCode);
        }
    }

    [Fact]
    public async Task It_is_switched_off_with_the_password_and_with_no_other()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var person = await site.PersonAsync("main");
        await SetUpAsync(person);
        Assert.Equal(HttpStatusCode.Forbidden, (await person.PostFormAsync("/account/second-step/off", new() { ["password"] = "another password" })).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await person.PostFormAsync("/account/second-step/off", new() { ["password"] = Visitor.Password })).StatusCode);
        await person.PostFormAsync("/sign-out", []);
        Assert.Equal(HttpStatusCode.Redirect, (await person.PostFormAsync("/sign-in", new() { ["name"] = person.Name, ["password"] = Visitor.Password })).StatusCode);
    }

    private static async Task<string> PasswordAsync(Visitor person)
    {
        var asked = await person.PostFormAsync("/sign-in", new() { ["name"] = person.Name, ["password"] = Visitor.Password, ["back"] = "/p/main" });
        return await asked.Content.ReadAsStringAsync();
    }

    private static Task<HttpResponseMessage> CodeAsync(Visitor person, string code) => person.PostFormAsync("/sign-in/code", new() { ["code"] = code, ["back"] = "/p/main" });

    private static async Task<(string Key, string[] Codes)> SetUpAsync(Visitor person)
    {
        var shown = await (await person.PostFormAsync("/account/second-step", [])).Content.ReadAsStringAsync();
        var key = KeyPattern().Match(shown).Groups[1].Value;
        Assert.Equal(HttpStatusCode.Forbidden, (await person.PostFormAsync("/account/second-step/confirm", new() { ["code"] = "123" })).StatusCode);
        var confirmed = await (await person.PostFormAsync("/account/second-step/confirm", new() { ["code"] = CodeOf(key) })).Content.ReadAsStringAsync();
        return (key, [.. CodesPattern().Matches(confirmed).Select(m => m.Groups[1].Value)]);
    }

    /// <summary>RFC 6238 with 30 seconds and SHA-1, as authenticator apps have it.</summary>
    private static string CodeOf(string key)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        byte[] secret = [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2))];
        var time = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
        using var keyed = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, secret);
        keyed.AppendData(time);
        var hash = keyed.GetHashAndReset();
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<code class=\"secret\">([A-Z2-7]+)</code>")]
    private static partial Regex KeyPattern();

    [GeneratedRegex("<li><code>([^<]+)</code></li>")]
    private static partial Regex CodesPattern();
}
