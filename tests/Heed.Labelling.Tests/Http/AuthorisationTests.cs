using System.Net;
using System.Net.Http.Json;
using Heed.Labelling.Accounts;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>Every route of the site against every role, with names of its own project and of another.</summary>
public sealed class AuthorisationTests
{
    private static readonly string[] Open = ["/sign-in", "/sign-in/code", "/sign-in/provider", "/sign-in/returned", "/language", "/session", "/assets/{name}", "/openapi/{documentName}.json", "/invitation/{secret}", "/invitation/{secret}/provider", "/invitation/{secret}/returned", "/password/{account}/{token}"];

    [Fact]
    public async Task Only_what_is_listed_here_is_open_to_strangers()
    {
        await using var site = await Site.StartAsync();
        Assert.Equal(Open.Order(), Routes(site).Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Pattern).Distinct().Order());
    }

    [Fact]
    public async Task No_route_waits_for_a_guard_that_is_not_there()
    {
        // Ours stands before all routes; one that asks for the framework's as well would fail at every call.
        await using var site = await Site.StartAsync();
        Assert.Empty(Routes(site).Where(r => r.Metadata.GetMetadata<Microsoft.AspNetCore.Antiforgery.IAntiforgeryMetadata>() is { RequiresValidation: true }).Select(Pattern));
    }

    [Fact]
    public async Task A_stranger_gets_no_answer_from_any_route_that_is_not_open()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var stranger = site.Visit();
        foreach (var (method, path) in Calls(site, "main"))
        {
            using var response = await CallAsync(stranger, method, path);
            Assert.True(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Redirect, $"{method} {path}: {response.StatusCode}");
            if (response.StatusCode == HttpStatusCode.Redirect) Assert.StartsWith("/sign-in", response.Headers.Location!.IsAbsoluteUri ? response.Headers.Location.PathAndQuery : response.Headers.Location.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ProjectRole.Annotator)]
    [InlineData(ProjectRole.Reviewer)]
    [InlineData(ProjectRole.Manager)]
    public async Task Another_project_does_not_exist_for_any_role_of_this_one(ProjectRole role)
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        await site.AddAsync("other", Sample.Pairs(1));
        using var person = await site.PersonAsync("main", role);
        foreach (var (method, path) in Calls(site, "other").Where(c => c.Path.Contains("/other", StringComparison.Ordinal)))
        {
            using var response = await CallAsync(person, method, path);
            Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{role} {method} {path}: {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData(ProjectRole.Annotator)]
    [InlineData(ProjectRole.Reviewer)]
    public async Task A_route_above_a_role_is_closed_to_it(ProjectRole role)
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main", role);
        var above = Routes(site).Where(r => r.Metadata.GetOrderedMetadata<ProjectGateRequirement>().Any(g => g.Least > role)).ToArray();
        Assert.NotEmpty(above);
        foreach (var route in above)
            foreach (var method in Methods(route))
            {
                using var response = await CallAsync(person, method, Fill(Pattern(route), "main"));
                Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{role} {method} {Pattern(route)}: {response.StatusCode}");
            }
    }

    [Fact]
    public async Task A_lease_of_somebody_else_does_not_exist()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(2));
        using var owner = await site.PersonAsync("main");
        using var other = await site.PersonAsync("main");
        using var program = await site.ProgramAsync("main");
        var token = Visitor.Assignment(await owner.PageAsync("/p/main"));
        (HttpMethod, string, object)[] calls =
        [
            (HttpMethod.Post, "/p/main/answers", new { assignment = token, key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["1"] } }),
            (HttpMethod.Post, "/p/main/skips", new { assignment = token, key = "k", reason = "unclear" }),
            (HttpMethod.Put, $"/p/main/drafts/{token}", new { fields = new Dictionary<string, string[]>() }),
            (HttpMethod.Post, $"/p/main/extend/{token}", new { }),
            (HttpMethod.Post, $"/p/main/suggest/{token}", new { }),
            (HttpMethod.Post, $"/p/main/flags/{token}", new { labels = new[] { "unsafe" } }),
        ];
        foreach (var (method, path, body) in calls) Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync(method, path, body)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/p/main/answers/{token}")).StatusCode);
        foreach (var path in new[] { "undo", "extend" }) Assert.Equal(HttpStatusCode.NotFound, (await program.PostAsJsonAsync($"/api/v1/{path}", new { assignment = token })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await program.PostAsJsonAsync("/api/v1/answers", new { assignment = token, idempotency_key = "k", answer = new { kind = "comparison", verdict = "first" } })).StatusCode);
    }

    [Fact]
    public async Task The_API_takes_no_cookies_and_pages_take_no_keys()
    {
        await using var site = await Site.StartAsync();
        await site.AddAsync("main", Sample.Pairs(1));
        using var person = await site.PersonAsync("main");
        using var program = await site.ProgramAsync("main");
        Assert.Equal(HttpStatusCode.Unauthorized, (await person.SendAsync(HttpMethod.Post, "/api/v1/next", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/p/main")).StatusCode);
    }

    private static IEnumerable<RouteEndpoint> Routes(Site site) => site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Pattern(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');

    private static IEnumerable<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods;

    private static IEnumerable<(string Method, string Path)> Calls(Site site, string project) =>
        Routes(site).Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is null).SelectMany(r => Methods(r).Select(m => (m, Fill(Pattern(r), project)))).Where(c => c.m != "HEAD");

    private static string Fill(string pattern, string project) =>
        System.Text.RegularExpressions.Regex.Replace(pattern.Replace("{project}", project, StringComparison.Ordinal), @"\{\w+\}", "0123456789abcdef0123456789abcdef");

    /// <summary>Calls a route with JSON, or with a form where it takes only that.</summary>
    private static async Task<HttpResponseMessage> CallAsync(Visitor visitor, string method, string path)
    {
        if (method == "GET") return await visitor.GetAsync(path);
        var response = await visitor.SendAsync(new HttpMethod(method), path, new { });
        return response.StatusCode == HttpStatusCode.UnsupportedMediaType ? await visitor.PostFormAsync(path, []) : response;
    }
}
