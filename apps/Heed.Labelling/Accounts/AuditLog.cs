using System.Security.Cryptography;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Accounts;

/// <summary>Who did what to the site, before and after: each entry holds the hash of the one before it, so that none can be taken out unseen.</summary>
public sealed class AuditLog(SiteContext database, TimeProvider clock)
{
    private const int Attempts = 20;

    private const string Forgotten = "erase", Nobody = "an erased account";

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

    /// <summary>
    /// Takes names out of all entries. What the entries were is gone with their salts; their digests, and so the chain, stay. One more entry says which they are.
    /// </summary>
    /// <param name="after">What was done beside it.</param>
    public async Task ForgetAsync(IReadOnlyList<string> names, string after, CancellationToken cancellation = default)
    {
        var places = new HashSet<long>();
        foreach (var name in names)
            places.UnionWith(await database.Audit.Where(e => e.Actor.Contains(name) || e.Subject.Contains(name) || e.Before!.Contains(name) || e.After!.Contains(name)).Select(e => e.Sequence).ToListAsync(cancellation));
        await WriteAsync("the person", Forgotten, "an account", Places.Write(places), after, cancellation);
        foreach (var place in places)
        {
            var entry = await database.Audit.AsNoTracking().SingleAsync(e => e.Sequence == place, cancellation);
            string? Without(string? text) => names.Aggregate(text, (left, name) => left?.Replace(name, Nobody, StringComparison.Ordinal));
            var (actor, subject, earlier, later) = (Without(entry.Actor)!, Without(entry.Subject)!, Without(entry.Before), Without(entry.After));
            await database.Audit.Where(e => e.Sequence == place).ExecuteUpdateAsync(u => u.SetProperty(e => e.Actor, actor).SetProperty(e => e.Subject, subject)
                .SetProperty(e => e.Before, earlier).SetProperty(e => e.After, later).SetProperty(e => e.Salt, (string?)null), cancellation);
        }
    }

    /// <summary>The first place where the chain does not hold; null where it does.</summary>
    public async Task<long?> BrokenAtAsync(CancellationToken cancellation = default)
    {
        var told = await database.Audit.AsNoTracking().Where(e => e.Action == Forgotten && e.Before != null).Select(e => e.Before!).ToListAsync(cancellation);
        var (previous, forgotten) = ("", told.SelectMany(Places.Read).ToHashSet());
        await foreach (var entry in database.Audit.AsNoTracking().OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (entry.Previous != previous || !Holds(entry, forgotten.Contains(entry.Sequence))) return entry.Sequence;
            previous = entry.Hash;
        }
        return null;
    }

    /// <summary>Whether an entry is what it was when it was written; of one whose names were taken out, whether its digest is.</summary>
    private static bool Holds(AuditEntry entry, bool forgotten) => entry switch
    {
        { Digest: null } => forgotten || entry.Hash == Plain(entry),
        { Salt: null } => forgotten && entry.Hash == Link(entry.Previous, entry.Sequence, entry.Time, entry.Action, entry.Digest),
        _ => entry.Digest == DigestOf(entry.Salt, entry.Actor, entry.Subject, entry.Before, entry.After) && entry.Hash == Link(entry.Previous, entry.Sequence, entry.Time, entry.Action, entry.Digest),
    };

    private AuditEntry Entry(AuditEntry? last, string actor, string action, string subject, string? before, string? after)
    {
        var (sequence, previous) = ((last?.Sequence ?? 0) + 1, last?.Hash ?? "");
        var time = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var salt = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var digest = DigestOf(salt, actor, subject, before, after);
        return new AuditEntry
        {
            Sequence = sequence,
            Time = time,
            Actor = actor,
            Action = action,
            Subject = subject,
            Before = before,
            After = after,
            Salt = salt,
            Digest = digest,
            Previous = previous,
            Hash = Link(previous, sequence, time, action, digest),
        };
    }

    private static string DigestOf(string salt, string actor, string subject, string? before, string? after) => Identity.Of(salt, actor, subject, Optional(before), Optional(after));

    private static string Link(string previous, long sequence, DateTimeOffset time, string action, string digest) => Identity.Of(previous, $"{sequence} {time.ToUnixTimeMilliseconds()}", action, digest);

    /// <summary>The hash of an entry that was written before there were digests.</summary>
    private static string Plain(AuditEntry entry) =>
        Identity.Of(entry.Previous, $"{entry.Sequence} {entry.Time.ToUnixTimeMilliseconds()}", entry.Actor, entry.Action, entry.Subject, Optional(entry.Before), Optional(entry.After));

    private static string Optional(string? text) => text is null ? "-" : "+" + text;
}
