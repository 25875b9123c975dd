using System.Security.Cryptography;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Managing;
using Heed.Labelling.Security;
using Heed.Labelling.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Webhooks;

/// <summary>Programs that are told what happens in a project.</summary>
internal static class WebhookEndpoints
{
    private const int Most = 20;

    public static void Add(IServiceCollection services, LabellingOptions options)
    {
        services.AddSingleton<WebhookSecrets>().AddSingleton<WebhookSender>().AddHostedService(provider => provider.GetRequiredService<WebhookSender>());
        services.AddHttpClient(WebhookSender.Client, client => client.Timeout = TimeSpan.FromSeconds(10)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = options.Production ? PublicNetwork.ConnectAsync : null,
        });
    }

    public static void Map(RouteGroupBuilder manage)
    {
        manage.MapGet("/webhooks", (Caller caller, SiteContext database, CancellationToken cancellation) => ShowAsync(caller, database, cancellation: cancellation));
        manage.MapPost("/webhooks", MakeAsync);
        manage.MapPost("/webhooks/{webhook}/delete", async (string webhook, Caller caller, SiteContext database, AuditLog audit, CancellationToken cancellation) =>
        {
            if (await Own(caller, database, webhook).ExecuteDeleteAsync(cancellation) == 0) return Problems.Result(StatusCodes.Status404NotFound, "There is no such webhook in this project.");
            await audit.WriteAsync(caller.Rater, "delete-webhook", caller.Project.Id, before: webhook, cancellation: cancellation);
            return Results.LocalRedirect($"/manage/{caller.Project.Id}/webhooks");
        });
        manage.MapPost("/webhooks/{webhook}/retry", async (string webhook, Caller caller, SiteContext database, AuditLog audit, CancellationToken cancellation) =>
        {
            var found = await Own(caller, database, webhook).ExecuteUpdateAsync(w => w.SetProperty(x => x.Off, false).SetProperty(x => x.Failures, 0).SetProperty(x => x.Next, DateTimeOffset.UnixEpoch), cancellation);
            if (found == 0) return Problems.Result(StatusCodes.Status404NotFound, "There is no such webhook in this project.");
            await audit.WriteAsync(caller.Rater, "retry-webhook", caller.Project.Id, after: webhook, cancellation: cancellation);
            return Results.LocalRedirect($"/manage/{caller.Project.Id}/webhooks");
        });
    }

    private static IQueryable<Webhook> Own(Caller caller, SiteContext database, string webhook) => database.Webhooks.Where(w => w.Project == caller.Project.Id && w.Id == webhook);

    private static async Task<IResult> ShowAsync(Caller caller, SiteContext database, string? secret = null, string? problem = null, CancellationToken cancellation = default)
    {
        var all = await database.Webhooks.AsNoTracking().Where(w => w.Project == caller.Project.Id).OrderBy(w => w.Since).ToListAsync(cancellation);
        return new Page<WebhooksPage>(new { Caller = caller, Webhooks = (IReadOnlyList<Webhook>)all, Secret = secret, Problem = problem },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> MakeAsync(HttpContext context, Caller caller, SiteContext database, FeedbackStore store, WebhookSecrets secrets, AuditLog audit, LabellingOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var types = form["type"].OfType<string>().Where(WebhookMessage.Types.Contains).Distinct().ToArray();
        if (!Uri.TryCreate(form["address"], UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || (options.Production && address.Scheme != "https"))
            return await ShowAsync(caller, database, problem: options.Production ? "The address must begin with https://." : "The address must begin with https:// or http://.", cancellation: cancellation);
        if (types.Length == 0) return await ShowAsync(caller, database, problem: "Choose at least one thing to be told.", cancellation: cancellation);
        if (await database.Webhooks.CountAsync(w => w.Project == caller.Project.Id, cancellation) >= Most) return await ShowAsync(caller, database, problem: $"A project has at most {Most} webhooks.", cancellation: cancellation);
        var (shown, kept) = secrets.New();
        database.Webhooks.Add(new Webhook
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            Project = caller.Project.Id,
            Address = address.ToString(),
            Types = string.Join(' ', types),
            Secret = kept,
            Since = clock.GetUtcNow(),
            Told = (await store.HeadAsync(cancellation)).Sequence,
        });
        await database.SaveChangesAsync(cancellation);
        await audit.WriteAsync(caller.Rater, "make-webhook", caller.Project.Id, after: $"{address} {string.Join(' ', types)}", cancellation: cancellation);
        return await ShowAsync(caller, database, shown, cancellation: cancellation);
    }
}
