using System.Net;
using System.Net.Http.Json;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Security;
using Heed.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Heed.Labelling.Tests.Http;

public sealed class SecurityTests
{
    private const string Strong = "kX8!qv2Zt7Lm0Rb5Wn3Yc9Hd1Gf6Js4P";

    [Fact]
    public async Task A_request_with_a_cookie_and_no_token_of_our_pages_changes_nothing()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        var assignment = Visitor.Assignment(await person.PageAsync("/p/main"));
        var body = new { assignment, key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["1"] } };
        Assert.Equal(HttpStatusCode.BadRequest, (await person.Client.PostAsJsonAsync("/p/main/answers", body)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await person.Client.PostAsync("/sign-out", new FormUrlEncodedContent([]))).StatusCode);
        await foreach (var one in site.Store.Log.ReadAsync()) Assert.IsNotType<Feedback.Events.Answered>(one.Event);
    }

    [Fact]
    public async Task A_request_that_the_browser_says_came_from_another_site_is_refused()
    {
        await using var site = await Site.StartAsync();
        using var visitor = site.Visit();
        foreach (var (header, value) in new[] { ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([]) };
            request.Headers.Add(header, value);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Client.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task Every_answer_forbids_foreign_scripts_frames_and_guessing_of_types()
    {
        await using var site = await Site.StartAsync();
        using var visitor = site.Visit();
        foreach (var path in new[] { "/sign-in", "/assets/site.css", "/nowhere", "/api/v1/me", "/openapi/v1.json" })
        {
            var headers = (await visitor.GetAsync(path)).Headers;
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
        }
    }

    [Fact]
    public async Task No_page_holds_a_script_or_a_style_of_its_own()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var admin = await site.PersonAsync("main", admin: true);
        foreach (var path in new[] { "/", "/p/main", "/p/main/me", "/manage/main", "/manage/main/raters", "/account" })
        {
            var page = await admin.PageAsync(path);
            Assert.DoesNotMatch("<script(?![^>]*(src=|application/json))", page);
            Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=", page);
        }
    }

    [Fact]
    public async Task Somebody_who_guesses_passwords_is_slowed_down_and_told_for_how_long()
    {
        await using var site = await Site.StartAsync();
        using var visitor = site.Visit();
        HttpResponseMessage? last = null;
        await Patience.UntilAsync(async () => (last = await visitor.PostFormAsync("/sign-in", new() { ["name"] = "ann", ["password"] = "a guess" })).StatusCode == HttpStatusCode.TooManyRequests, "a guess was refused");
        Assert.NotNull(last!.Headers.RetryAfter);
        var page = WebUtility.HtmlDecode(await last.Content.ReadAsStringAsync());
        Assert.Contains("<h1>Too fast</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Too many requests came from you or your address.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_calls_too_often_is_told_to_wait_and_holds_up_no_other()
    {
        await using var site = await Site.StartAsync(o => o with { RequestsPerSecond = 10 });
        await site.AddAsync("main", []);
        var keys = await site.Opening.SeedAsync("main", 2);
        using var hasty = site.WithKey(keys[0].Key);
        using var other = site.WithKey(keys[1].Key);
        await Patience.UntilAsync(async () => (await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => hasty.PostAsJsonAsync("/api/v1/next", new { })))).Any(a => a.StatusCode == HttpStatusCode.TooManyRequests && a.Headers.RetryAfter is not null), "a call was refused");
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsJsonAsync("/api/v1/next", new { })).StatusCode);
    }

    [Fact]
    public async Task Secrets_are_neither_in_the_database_nor_in_the_log()
    {
        using var folder = new TemporaryFolder();
        string[] secrets;
        await using (var site = await Site.StartAsync(folder: folder))
        {
            await site.AddAsync("main", Sample.Pairs(1));
            var keys = await site.Opening.SeedAsync("main", 2);
            var admin = await site.Opening.AdminLinkAsync("main");
            using var client = site.WithKey(keys[0].Key);
            await client.PostAsJsonAsync("/api/v1/next", new { });
            await client.GetAsync("/api/v1/me?key=" + keys[1].Key);
            secrets = [.. keys.Select(k => k.Key), admin!.Split('/')[^1]];
            Assert.All(secrets, s => Assert.DoesNotContain(s, site.Log.ToString(), StringComparison.Ordinal));
        }
        foreach (var file in Directory.GetFiles(folder.Path)) Assert.All(secrets, s => Assert.DoesNotContain(s, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("only-for-development")]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task In_production_a_secret_that_anybody_can_guess_stops_the_start(string secret)
    {
        using var folder = new TemporaryFolder();
        using var store = await FeedbackStore.OpenAsync(folder.File("x.db"), TimeProvider.System);
        var problem = await Assert.ThrowsAsync<SiteException>(() => LabellingSite.BuildAsync(new LabellingOptions { Database = folder.File("x.db"), Production = true, Secret = secret }, store));
        Assert.Contains("HEED_SECRET", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    public void Other_machines_come_to_no_site_whose_secret_everybody_knows(string host, bool refused)
    {
        var problem = Record.Exception(() => StartupSecrets.Check(new LabellingOptions { Database = "x.db", Host = host }));
        Assert.Equal(refused, problem is SiteException && problem.Message.Contains("HEED_SECRET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_comes_without_TLS_in_production_is_refused_with_what_the_proxy_must_send()
    {
        await using var site = await Site.StartAsync(o => o with { Production = true, Secret = Strong, TrustedProxies = ["192.0.2.1"] });
        using var visitor = site.Visit();
        var refused = await visitor.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("X-Forwarded-Proto", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        visitor.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/sign-in")).StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.1", HttpStatusCode.OK)]
    [InlineData("192.0.2.0/24", HttpStatusCode.OK)]
    [InlineData("198.51.100.1", HttpStatusCode.BadRequest)]
    public async Task The_word_of_a_proxy_on_another_machine_counts_where_it_is_named(string trusted, HttpStatusCode expected)
    {
        await using var site = await Site.StartAsync(o => o with { Production = true, Secret = Strong, TrustedProxies = [trusted] });
        using var visitor = site.Visit();
        // The proxy at 192.0.2.1 heard https, and called another on this machine by http.
        visitor.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9, 192.0.2.1");
        visitor.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https, http");
        Assert.Equal(expected, (await visitor.GetAsync("/sign-in")).StatusCode);
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        using var store = await FeedbackStore.OpenAsync(folder.File("x.db"), TimeProvider.System);
        var problem = await Assert.ThrowsAsync<SiteException>(() => LabellingSite.BuildAsync(new LabellingOptions { Database = folder.File("x.db"), TrustedProxies = ["proxy.example"] }, store));
        Assert.Contains("--trusted-proxy", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_production_a_default_password_of_the_database_stops_the_start() =>
        Assert.Contains("password", Assert.Throws<SiteException>(() => StartupSecrets.Check(new LabellingOptions { Database = "postgres://heed:postgres@localhost/heed", Production = true, Secret = "kX8!qv2Zt7Lm0Rb5Wn3Yc9Hd1Gf6Js4P" })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_audit_log_says_who_did_what_and_shows_when_an_entry_was_changed()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", []);
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        await manager.PostFormAsync("/manage/main/settings", new() { ["name"] = "New name", ["overlap"] = "2" });
        await using var scope = site.App.Services.CreateAsyncScope();
        var (database, audit) = (scope.ServiceProvider.GetRequiredService<SiteContext>(), scope.ServiceProvider.GetRequiredService<AuditLog>());
        Assert.Contains(await database.Audit.ToListAsync(), e => e.Action == "settings" && e.After!.Contains("New name", StringComparison.Ordinal));
        Assert.Null(await audit.BrokenAtAsync());
        await database.Database.ExecuteSqlRawAsync("UPDATE site_audit SET \"Actor\" = 'somebody else' WHERE \"Sequence\" = 2");
        Assert.Equal(2, await audit.BrokenAtAsync());
    }

    [Theory]
    [InlineData("/p/main", "/p/main")]
    [InlineData("https://evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData(null, "/")]
    public void After_signing_in_one_stays_on_this_site(string? back, string stays) => Assert.Equal(stays, SignInEndpoints.Local(back));

    [Fact]
    public async Task The_site_listens_to_this_machine_alone_unless_told_otherwise()
    {
        await using var site = await Site.StartAsync();
        Assert.StartsWith("http://127.0.0.1:", site.Address, StringComparison.Ordinal);
    }
}
