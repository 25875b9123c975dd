using System.Runtime.CompilerServices;
using Heed.Feedback.Items;

namespace Heed.Feedback.Events;

/// <summary>A log that lives as long as the process, with the same rules as a stored one.</summary>
public sealed class MemoryEventLog : IEventLog
{
    private readonly Lock _gate = new();
    private readonly List<FeedbackItem> _items = [];
    private readonly Dictionary<string, string> _contents = [];
    private readonly List<FeedbackEvent> _events = [];
    private readonly HashSet<string> _ids = [];

    public Task AddItemsAsync(IReadOnlyList<FeedbackItem> items, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            foreach (var item in items)
            {
                var content = FeedbackJson.Write(item);
                if (_contents.TryAdd(item.Id, content)) _items.Add(item);
                else if (_contents[item.Id] != content) throw new EventLogException($"Item {item.Id} is already in the log with other content.");
            }
        }
        return Task.CompletedTask;
    }

    public Task AppendAsync(IReadOnlyList<FeedbackEvent> events, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var fresh = new HashSet<string>();
            foreach (var one in events)
            {
                if (_ids.Contains(one.Id) || !fresh.Add(one.Id)) throw new EventLogException($"Event {one.Id} is already in the log.");
                if (one.ItemId is { } item && !_contents.ContainsKey(item)) throw new EventLogException($"Event {one.Id} is about item {one.ItemId}, which is not in the log.");
            }
            _events.AddRange(events);
            _ids.UnionWith(fresh);
        }
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<FeedbackItem> ItemsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        FeedbackItem[] items;
        lock (_gate) items = [.. _items];
        foreach (var item in items) yield return item;
        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<RecordedEvent> ReadAsync(long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        FeedbackEvent[] events;
        lock (_gate) events = [.. _events.Skip((int)after)];
        for (var i = 0; i < events.Length; i++) yield return new RecordedEvent(after + i + 1, events[i]);
        await Task.CompletedTask;
    }
}
