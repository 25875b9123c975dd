using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Api;
using Heed.Labelling.Capturing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Loading;

/// <summary>A rater made for a program.</summary>
public sealed record SeededRater(string Rater, string Key);

/// <summary>First steps of a site: a project with items, somebody who may run it, people and programs that answer.</summary>
public sealed class SiteOpening(WebApplication app, FeedbackStore store, LabellingOptions options)
{
    private const string By = "the command line";

    /// <summary>How the site is reached: where it listens, or the public address.</summary>
    public string Address => options.PublicAddress?.TrimEnd('/')
        ?? app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
        ?? $"http://{options.Host}:{options.Port}";

    /// <summary>Makes a project where there is none of that id, with guidelines to begin with, and adds items to it. Returns how many were new.</summary>
    public async Task<int> AddAsync(FeedbackProject project, IEnumerable<QueuedItem> items, string? guidelines = null)
    {
        if (await store.Projects.FindAsync(project.Id) is null)
        {
            await store.Projects.SaveAsync(project);
            await store.Projects.PublishAsync(project.Id, guidelines ?? DefaultGuidelines.Text, By);
        }
        return await app.Services.GetRequiredService<ItemLoading>().AddAsync(project.Id, items);
    }

    /// <summary>Adds the comparisons that the record holds already; returns how many were new to the queue.</summary>
    public async Task<int> AddRecordedAsync(FeedbackProject project, CancellationToken cancellation = default) =>
        await AddAsync(project, await RecordedItems.ReadAsync(store, cancellation));

    /// <summary>A link that makes an administrator, or null where there is one already.</summary>
    /// <param name="anew">Also where there is one: somebody lost the password.</param>
    public async Task<string?> AdminLinkAsync(string project, bool anew = false)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (!anew && await scope.ServiceProvider.GetRequiredService<SiteContext>().Users.AnyAsync(u => u.IsAdmin)) return null;
        return Link(await scope.ServiceProvider.GetRequiredService<Admission>().InviteAsync(project, ProjectRole.Manager, admin: true, By));
    }

    /// <summary>Links of which each lets one person into a project.</summary>
    public async Task<IReadOnlyList<string>> InviteAsync(string project, int count)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var admission = scope.ServiceProvider.GetRequiredService<Admission>();
        var links = new List<string>();
        for (var i = 0; i < count; i++) links.Add(Link(await admission.InviteAsync(project, ProjectRole.Annotator, admin: false, By)));
        return links;
    }

    /// <summary>Raters that are programs, each with a key.</summary>
    /// <param name="actor">Whose answers they send: a person's, or their own as a model or a program.</param>
    public async Task<IReadOnlyList<SeededRater>> SeedAsync(string project, int count, ActorKind actor = ActorKind.Human)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var admission = scope.ServiceProvider.GetRequiredService<Admission>();
        var version = await store.Projects.GuidelinesAsync(project) is [var latest, ..] ? latest.Version : 0;
        var existing = await scope.ServiceProvider.GetRequiredService<SiteContext>().Users.CountAsync();
        var raters = new List<SeededRater>();
        for (var i = 0; i < count; i++)
        {
            var (account, key) = await admission.ProgramAsync($"program-{existing + i + 1}", project, ProjectRole.Annotator, ApiEndpoints.AnswerScope, actor);
            await store.Raters.AcknowledgeAsync(project, account.Pseudonym, version);
            raters.Add(new SeededRater(account.Pseudonym, key));
        }
        return raters;
    }

    /// <summary>A key that reads a project's record and can do nothing else.</summary>
    public async Task<string> ExportKeyAsync(string project)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var existing = await scope.ServiceProvider.GetRequiredService<SiteContext>().Users.CountAsync();
        return (await scope.ServiceProvider.GetRequiredService<Admission>().ProgramAsync($"export-{existing + 1}", project, ProjectRole.Reviewer, ApiEndpoints.ExportScope)).Key;
    }

    /// <summary>A key that sends what users of a served model say and can do nothing else.</summary>
    public async Task<string> FeedbackKeyAsync(string project)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var existing = await scope.ServiceProvider.GetRequiredService<SiteContext>().Users.CountAsync();
        return (await scope.ServiceProvider.GetRequiredService<Admission>().ProgramAsync($"feedback-{existing + 1}", project, ProjectRole.Annotator, CaptureEndpoints.Scope)).Key;
    }

    /// <summary>Items of a file; responses of one prompt go into pairs where those are asked for.</summary>
    /// <param name="pairs">Comparisons a prompt with more than two responses; 0 makes one ranking of them.</param>
    /// <param name="form">The questions of items without a form of their own; null without one.</param>
    public static IEnumerable<QueuedItem> Items(string file, int pairs, ulong seed, Form? form = null) =>
        ItemFile.Read(file, form).SelectMany((queued, i) => ItemLoading.Pairs(queued, i, pairs, seed));

    private string Link(string secret) => $"{Address}/invitation/{secret}";
}
