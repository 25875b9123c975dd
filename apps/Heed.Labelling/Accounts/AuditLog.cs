using Heed.Feedback.Items;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Accounts;

/// <summary>Who did what to the site, before and after: each entry holds the hash of the one before it, so that none can be taken out unseen.</summary>
public sealed class AuditLog(SiteContext database, TimeProvider clock)
{
    private const int Attempts = 20;

    public async Task WriteAsync(string actor, string action, string subject, string? before = null, string? after = null, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var last = await database.Audit.AsNoTracking().OrderByDescending(e => e.Sequence).FirstOrDefaultAsync(cancellation);
            var entry = Entry(last, actor, action, subject, before, after);
            database.Audit.Add(entry);
            try
            {
                await database.SaveChangesAsync(cancellation);
                return;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Somebody else wrote at the same moment: the place after the last is taken. Take the next.
                database.Entry(entry).State = EntityState.Detached;
            }
        }
    }

    /// <summary>The first place where the chain does not hold; null where it does.</summary>
    public async Task<long?> BrokenAtAsync(CancellationToken cancellation = default)
    {
        var previous = "";
        await foreach (var entry in database.Audit.AsNoTracking().OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (entry.Previous != previous || entry.Hash != Hash(entry)) return entry.Sequence;
            previous = entry.Hash;
        }
        return null;
    }

    private AuditEntry Entry(AuditEntry? last, string actor, string action, string subject, string? before, string? after)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var entry = new AuditEntry
        {
            Sequence = (last?.Sequence ?? 0) + 1,
            Time = time,
            Actor = actor,
            Action = action,
            Subject = subject,
            Before = before,
            After = after,
            Previous = last?.Hash ?? "",
            Hash = "",
        };
        return new AuditEntry
        {
            Sequence = entry.Sequence,
            Time = time,
            Actor = actor,
            Action = action,
            Subject = subject,
            Before = before,
            After = after,
            Previous = entry.Previous,
            Hash = Hash(entry),
        };
    }

    private static string Hash(AuditEntry entry) => Identity.Of(entry.Previous, $"{entry.Sequence} {entry.Time.ToUnixTimeMilliseconds()}", entry.Actor, entry.Action, entry.Subject,
        entry.Before is null ? "-" : "+" + entry.Before, entry.After is null ? "-" : "+" + entry.After);
}
