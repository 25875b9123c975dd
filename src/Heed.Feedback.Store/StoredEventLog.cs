using System.Runtime.CompilerServices;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Databases;
using Heed.Feedback.Store.Writing;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store;

/// <summary>The log of a feedback database. A batch is one commit; events get their places in the order of commits.</summary>
internal sealed class StoredEventLog(Database database, Writer writer, TimeProvider clock) : IEventLog
{
    public Task AddItemsAsync(IReadOnlyList<FeedbackItem> items, CancellationToken cancellation = default)
    {
        var rows = items.Select(ItemTable.Row).ToArray();
        return writer.RunAsync(t => ItemTable.Add(t, rows, database.Name, clock.GetUtcNow()));
    }

    public Task AppendAsync(IReadOnlyList<FeedbackEvent> events, CancellationToken cancellation = default) => writer.RunAsync(t =>
    {
        var fresh = new HashSet<string>();
        foreach (var one in events)
            if (!fresh.Add(one.Id)) throw Refused(one, "is in the batch twice");
        foreach (var some in events.Chunk(ItemTable.IdsAQuery)) Check(t, some);
        foreach (var one in events) t.Append(one);
        return events.Count;
    });

    public async IAsyncEnumerable<FeedbackItem> ItemsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var context = database.Context();
        var contents = context.Items.AsNoTracking().OrderBy(i => i.Sequence).Select(i => i.Content).AsAsyncEnumerable();
        await foreach (var content in database.GuardedAsync(contents, cancellation)) yield return FeedbackJson.ReadItem(content);
    }

    public async IAsyncEnumerable<RecordedEvent> ReadAsync(long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var context = database.Context();
        var rows = context.Payloads.AsNoTracking().Where(e => e.Sequence > after).OrderBy(e => e.Sequence).Select(e => new { e.Sequence, e.Content }).AsAsyncEnumerable();
        await foreach (var row in database.GuardedAsync(rows, cancellation)) yield return new RecordedEvent(row.Sequence, FeedbackJson.ReadEvent(row.Content));
    }

    private void Check(WriteTransaction transaction, FeedbackEvent[] events)
    {
        foreach (var one in events)
            if (transaction.Holds(one.Id)) throw Refused(one, "is already there");
        string[] items = [.. events.Select(e => e.ItemId).OfType<string>().Distinct()];
        var known = ItemTable.Known(transaction, items);
        if (events.FirstOrDefault(e => e.ItemId is { } item && !known.ContainsKey(item)) is { } homeless) throw Refused(homeless, $"is about item {homeless.ItemId}, which is not there");
    }

    private EventLogException Refused(FeedbackEvent one, string why) => new($"{database.Name} refused to append: event {one.Id} {why}.");
}
