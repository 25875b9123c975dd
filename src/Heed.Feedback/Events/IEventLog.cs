using Heed.Feedback.Items;

namespace Heed.Feedback.Events;

/// <summary>An event with its place in the log.</summary>
public readonly record struct RecordedEvent(long Sequence, FeedbackEvent Event);

/// <summary>Items and what happened to them: the only source of truth about feedback. Both only grow.</summary>
public interface IEventLog
{
    /// <summary>Adds items. An item that is already there, with the same content, is left as it is.</summary>
    Task AddItemsAsync(IReadOnlyList<FeedbackItem> items, CancellationToken cancellation = default);

    /// <summary>Appends all events or, where one is refused, none. They are durable when the task ends.</summary>
    Task AppendAsync(IReadOnlyList<FeedbackEvent> events, CancellationToken cancellation = default);

    /// <summary>All items in the order they were added.</summary>
    IAsyncEnumerable<FeedbackItem> ItemsAsync(CancellationToken cancellation = default);

    /// <summary>The events after a place in the log, in the order they were appended.</summary>
    IAsyncEnumerable<RecordedEvent> ReadAsync(long after = 0, CancellationToken cancellation = default);
}
