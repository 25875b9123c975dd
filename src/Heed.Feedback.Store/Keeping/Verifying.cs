using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Databases;
using Heed.Feedback.Store.Writing;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store.Keeping;

/// <summary>What came of recomputing a record.</summary>
/// <param name="Events">Links of the chain.</param>
/// <param name="Erased">Events whose content was erased, as the record itself says.</param>
/// <param name="Items">Items whose content was compared with what was recorded when they were added.</param>
/// <param name="Broken">What is not as it was written; empty where all is whole.</param>
/// <param name="Head">The last link: whoever keeps it elsewhere can tell whether the end was cut off.</param>
public sealed record Verification(long Events, long Erased, long Items, IReadOnlyList<string> Broken, string Head)
{
    public bool Whole => Broken.Count == 0;
}

/// <summary>Recomputes the chain, the digest of every payload, and the digests of the items.</summary>
internal sealed class Verifying(Database database)
{
    private const int NamedAtMost = 20;

    private readonly List<string> _broken = [];
    private readonly HashSet<long> _missing = [];
    private readonly List<ItemsAdded> _added = [];
    private long _named;

    public async Task<Verification> RunAsync(CancellationToken cancellation)
    {
        await using var context = database.Context();
        var (before, sequence, erased) = (Chain.Start, 0L, new HashSet<long>());
        await foreach (var (link, payload) in RowsAsync(context, cancellation))
        {
            if (link.Sequence != sequence + 1) Report($"event {sequence + 1}: missing");
            if (!Chain.Link(before, link.Sequence, link.Id, link.Kind, link.Time, link.Digest).AsSpan().SequenceEqual(link.Chain)) Report($"event {link.Sequence}: the chain does not fit what is before it");
            if (payload is null) _missing.Add(link.Sequence);
            else Check(link, payload, erased);
            (before, sequence) = (link.Chain, link.Sequence);
        }
        foreach (var lost in _missing.Except(erased)) Report($"event {lost}: its content is gone, and no erasure says so");
        var head = await context.Heads.AsNoTracking().SingleAsync(cancellation);
        if (head.Sequence != sequence || !head.Chain.AsSpan().SequenceEqual(before)) Report($"the chain ends at event {sequence}, but {head.Sequence} were written");
        var items = 0L;
        foreach (var added in _added) items += await CheckItemsAsync(context, added, cancellation);
        if (await context.Items.LongCountAsync(cancellation) is var count && count != items) Report($"{count} items are there, {items} were added");
        if (_named > NamedAtMost) _broken.Add($"and {_named - NamedAtMost} more");
        return new Verification(sequence, _missing.Count(erased.Contains), items, _broken, Convert.ToHexStringLower(before));
    }

    private static async IAsyncEnumerable<(EventRow Link, PayloadRow? Payload)> RowsAsync(FeedbackContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = from e in context.Events.AsNoTracking()
                   join p in context.Payloads.AsNoTracking() on e.Sequence equals p.Sequence into payloads
                   from p in payloads.DefaultIfEmpty()
                   orderby e.Sequence
                   select new { Link = e, Payload = p };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation)) yield return (row.Link, row.Payload);
    }

    private void Check(EventRow link, PayloadRow payload, HashSet<long> erased)
    {
        if (!Chain.Digest(payload.Salt, payload.Content).AsSpan().SequenceEqual(link.Digest))
        {
            Report($"event {link.Sequence}: its content was changed");
            return;
        }
        var one = FeedbackJson.ReadEvent(payload.Content);
        if ((one.Project, one.ItemId, one.Rater, one.Id) != (payload.Project, payload.ItemId, payload.Rater, link.Id)) Report($"event {link.Sequence}: it is filed under another item, rater or project than it says");
        if (one is Erased erasure) erased.UnionWith(Places.Read(erasure.Sequences));
        if (one is ItemsAdded added) _added.Add(added);
    }

    private async Task<long> CheckItemsAsync(FeedbackContext context, ItemsAdded added, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        var rows = context.Items.AsNoTracking().Where(i => i.Sequence >= added.First && i.Sequence <= added.Last).OrderBy(i => i.Sequence).Select(i => new { i.Id, i.Content });
        await foreach (var item in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{item.Id}\n{item.Content}\n"));
            count++;
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != added.Digest) Report($"items {added.First} to {added.Last}: they are not what was added");
        return count;
    }

    private void Report(string what)
    {
        if (++_named <= NamedAtMost) _broken.Add(what);
    }
}
