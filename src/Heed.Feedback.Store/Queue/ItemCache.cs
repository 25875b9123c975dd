using System.Collections.Concurrent;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store.Queue;

/// <summary>Items that were read lately; they never change.</summary>
internal sealed class ItemCache
{
    private const int Room = 4096;

    private readonly ConcurrentDictionary<string, FeedbackItem> _items = [];

    public FeedbackItem Get(WriteTransaction transaction, string id)
    {
        if (_items.TryGetValue(id, out var item)) return item;
        var content = transaction.Single("SELECT content FROM items WHERE id = $1", r => r.GetString(0), id)
            ?? throw new QueueException(QueueProblem.NotFound, $"There is no item {id}.");
        if (_items.Count >= Room) _items.Clear();
        return _items[id] = FeedbackJson.ReadItem(content);
    }

    /// <summary>Reads an item that is not there yet, and with it those that are likely to be wanted next.</summary>
    public void Read(WriteTransaction transaction, string id, IEnumerable<string> next)
    {
        if (_items.ContainsKey(id)) return;
        if (_items.Count >= Room) _items.Clear();
        foreach (var (one, content) in ItemTable.Known(transaction, [.. next.Prepend(id).Where(i => !_items.ContainsKey(i)).Distinct()])) _items[one] = FeedbackJson.ReadItem(content);
    }
}
