using System.Net;
using System.Net.Http.Headers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Loading;
using Heed.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Tests;

/// <summary>A site on a free port of this machine over a database of its own.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly bool _ownFolder;

    private Site(TemporaryFolder folder, bool ownFolder, FeedbackStore store, WebApplication app, LabellingOptions options)
    {
        (_folder, _ownFolder, Store, App, Options) = (folder, ownFolder, store, app, options);
        Opening = new SiteOpening(app, store, options);
    }

    public FeedbackStore Store { get; }
    public WebApplication App { get; }
    public LabellingOptions Options { get; }
    public SiteOpening Opening { get; }
    public string Address => Opening.Address;
    public StringWriter Log => (StringWriter)Options.Log;

    public static async Task<Site> StartAsync(Func<LabellingOptions, LabellingOptions>? change = null, TemporaryFolder? folder = null, ulong? seed = 1)
    {
        var own = folder is null;
        folder ??= new TemporaryFolder();
        var options = new LabellingOptions { Database = folder.File("label.db"), Port = 0, Log = new StringWriter() };
        options = change?.Invoke(options) ?? options;
        var store = await FeedbackStore.OpenAsync(options.Database, options.Clock, seed);
        var app = await LabellingSite.BuildAsync(options, store);
        await LabellingSite.StartAsync(app, options);
        return new Site(folder, own, store, app, options);
    }

    /// <summary>A project with read guidelines and these items.</summary>
    public Task<int> AddAsync(string project, IEnumerable<QueuedItem> items, Func<FeedbackProject, FeedbackProject>? change = null)
    {
        var plain = new FeedbackProject(project, $"Project {project}") { SharedShare = 0, GoldShare = 0, RepeatShare = 0 };
        return Opening.AddAsync(change?.Invoke(plain) ?? plain, items);
    }

    /// <summary>A program with a rater's key.</summary>
    public async Task<HttpClient> ProgramAsync(string project)
    {
        var seeded = await Opening.SeedAsync(project, 1);
        return WithKey(seeded[0].Key);
    }

    public HttpClient WithKey(string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A browser's cookies without a browser; nobody is signed in.</summary>
    public Visitor Visit() => new(Address);

    /// <summary>Somebody who took an invitation.</summary>
    public async Task<Visitor> PersonAsync(string project, ProjectRole role = ProjectRole.Annotator, bool admin = false, bool acknowledge = true)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var secret = await scope.ServiceProvider.GetRequiredService<Admission>().InviteAsync(project, role, admin, "test");
        var visitor = Visit();
        visitor.Name = $"person {Guid.NewGuid():N}";
        var answer = await visitor.PostFormAsync($"/invitation/{secret}", new() { ["name"] = visitor.Name, ["password"] = Visitor.Password, ["consent"] = "1", ["train"] = "1" });
        Xunit.Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        if (acknowledge) await visitor.PostFormAsync($"/p/{project}/guidelines", new() { ["version"] = "1" });
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Store.Dispose();
        if (_ownFolder) _folder.Dispose();
    }
}
