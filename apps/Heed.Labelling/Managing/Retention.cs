using Heed.Feedback.Events;
using Heed.Feedback.Store;
using Microsoft.Extensions.Hosting;

namespace Heed.Labelling.Managing;

/// <summary>Erases, once an hour, what is older than its project keeps it.</summary>
internal sealed class Retention(FeedbackStore store, Ledger ledger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Looks at every project once; returns the number of events that were erased.</summary>
    public async Task<int> TurnAsync(CancellationToken cancellation = default)
    {
        var erased = 0;
        foreach (var project in await store.Projects.ListAsync(cancellation)) erased += await store.Erasing.ExpireAsync(project);
        if (erased > 0) ledger.Forget();
        return erased;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                try
                {
                    await TurnAsync(stoppingToken);
                }
                catch (EventLogException)
                {
                    // The database is away: the next hour tries again.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The site stops.
        }
    }
}
