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
}
