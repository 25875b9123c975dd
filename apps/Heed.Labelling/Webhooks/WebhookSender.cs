using System.Globalization;
using System.Net;
using System.Text;
using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Heed.Labelling.Webhooks;

/// <summary>
/// Reads the record on and tells what happened, to each address in the order of the record, until it says that it heard. An address that does not is asked
/// again later and later; nothing that comes after is told before.
/// </summary>
internal sealed class WebhookSender(IServiceScopeFactory scopes, FeedbackStore store, WebhookSecrets secrets, IHttpClientFactory clients, TimeProvider clock) : BackgroundService
{
    public const string Client = "webhooks";

    private const int MessagesATurn = 200;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1), Hold = TimeSpan.FromMinutes(2);

    /// <summary>Waits after the first, second, … attempt that failed; after the last the address is given up.</summary>
    private static readonly TimeSpan[] Waits = [.. new[] { 5, 30, 300, 1800, 7200, 18000, 36000, 50400, 72000 }.Select(s => TimeSpan.FromSeconds(s))];

    /// <summary>Tells every address what it has not heard. Returns the number of messages that were heard.</summary>
    public async Task<int> TurnAsync(CancellationToken cancellation = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SiteContext>();
        var now = clock.GetUtcNow();
        var due = await database.Webhooks.AsNoTracking().Where(w => !w.Off && w.Next <= now && w.BusyUntil <= now).ToListAsync(cancellation);
        if (due.Count == 0) return 0;
        var (head, heard) = ((await store.HeadAsync(cancellation)).Sequence, 0);
        foreach (var hook in due.Where(w => w.Told < head))
        {
            // One process at a time: the others see that it is busy.
            var mine = await database.Webhooks.Where(w => w.Id == hook.Id && w.BusyUntil <= now).ExecuteUpdateAsync(w => w.SetProperty(x => x.BusyUntil, now + Hold), cancellation);
            if (mine > 0) heard += await TellOrLetGoAsync(database, hook, cancellation);
        }
        return heard;
    }

    /// <summary>Where telling fails on our side, another turn may try at once: the address is not held for the rest of its time.</summary>
    private async Task<int> TellOrLetGoAsync(SiteContext database, Webhook hook, CancellationToken cancellation)
    {
        try
        {
            return await TellAsync(database, hook, cancellation);
        }
        catch (Exception problem) when (problem is System.Data.Common.DbException or InvalidOperationException or EventLogException)
        {
            await database.Webhooks.Where(w => w.Id == hook.Id).ExecuteUpdateAsync(w => w.SetProperty(x => x.BusyUntil, DateTimeOffset.UnixEpoch), cancellation);
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await TurnAsync(stoppingToken);
                }
                catch (Exception problem) when (problem is System.Data.Common.DbException or InvalidOperationException or EventLogException)
                {
                    // The database is away for a moment: the place in the record stays where it was.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The site stops; what was not told is told when it starts again.
        }
    }

    private async Task<int> TellAsync(SiteContext database, Webhook hook, CancellationToken cancellation)
    {
        var heard = 0;
        await foreach (var recorded in store.Log.ReadAsync(hook.Told, cancellation))
        {
            foreach (var message in await MessagesAsync(hook, recorded, cancellation))
            {
                if (await SendAsync(hook, message, cancellation) is { } problem)
                {
                    await FailedAsync(database, hook, problem, cancellation);
                    return heard;
                }
                heard++;
            }
            hook.Told = recorded.Sequence;
            if (heard >= MessagesATurn) break;
        }
        (hook.Failures, hook.Problem, hook.Next) = (0, "", clock.GetUtcNow());
        await SaveAsync(database, hook, cancellation);
        return heard;
    }

    private async Task<IReadOnlyList<WebhookMessage>> MessagesAsync(Webhook hook, RecordedEvent recorded, CancellationToken cancellation)
    {
        var one = recorded.Event;
        if (WebhookMessage.TypeOf(one) is not { } type) return [];
        var concerns = one switch
        {
            RaterPaused { Rater: { } rater } => (await store.Raters.MembershipsAsync(hook.Project, rater, cancellation)).Count > 0,
            Erased => true,
            _ => one.Project == hook.Project,
        };
        if (!concerns) return [];
        var types = hook.Types.Split(' ');
        var messages = types.Contains(type) ? new List<WebhookMessage> { WebhookMessage.Of(type, recorded) } : [];
        if (one is Answered { ItemId: { } item, Surplus: false } && types.Contains(WebhookMessage.Completed) && await store.Queue.CompletedByAsync(hook.Project, item, cancellation) == one.Id)
            messages.Add(WebhookMessage.CompletedItem(hook.Project, item, one.Time));
        return messages;
    }

    /// <summary>Null where the address heard it, else what went wrong.</summary>
    private async Task<string?> SendAsync(Webhook hook, WebhookMessage message, CancellationToken cancellation)
    {
        if (secrets.Open(hook.Secret) is not { } secret) return "its key was sealed under another secret of the site; make the webhook anew";
        var time = clock.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Address) { Content = new StringContent(message.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", time.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", message.Sign(secret, time));
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.IsSuccessStatusCode) return null;
            hook.Off = response.StatusCode == HttpStatusCode.Gone;
            return $"{(int)response.StatusCode}";
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return problem is OperationCanceledException ? "no answer in time" : problem.Message;
        }
    }

    private async Task FailedAsync(SiteContext database, Webhook hook, string problem, CancellationToken cancellation)
    {
        hook.Problem = problem;
        hook.Off |= hook.Failures >= Waits.Length;
        hook.Next = clock.GetUtcNow() + Waits[Math.Min(hook.Failures, Waits.Length - 1)];
        hook.Failures++;
        await SaveAsync(database, hook, cancellation);
    }

    private static Task SaveAsync(SiteContext database, Webhook hook, CancellationToken cancellation) =>
        database.Webhooks.Where(w => w.Id == hook.Id).ExecuteUpdateAsync(w => w
            .SetProperty(x => x.Told, hook.Told).SetProperty(x => x.Failures, hook.Failures).SetProperty(x => x.Problem, hook.Problem)
            .SetProperty(x => x.Next, hook.Next).SetProperty(x => x.Off, hook.Off).SetProperty(x => x.BusyUntil, DateTimeOffset.UnixEpoch), cancellation);
}
