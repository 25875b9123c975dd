namespace Heed.Feedback.Events;

/// <summary>A rater gave an item back.</summary>
/// <param name="Reason">Such as "too-long", "not-my-language", "harmful", "unclear".</param>
public sealed record Skipped(string Id, DateTimeOffset Time, string? ItemId, string? Rater, string Place, string Reason, string? Comment = null)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place)
{
    /// <summary>What was on the screen.</summary>
    public Shown? Shown { get; init; }

    /// <summary>How long it was looked at; null where nobody measured.</summary>
    public Timing? Timing { get; init; }

    /// <summary>The lease it ends.</summary>
    public string? Assignment { get; init; }
}

/// <summary>A rater took an answer or a skip back.</summary>
/// <param name="Supersedes">The event that no longer stands.</param>
public sealed record Withdrawn(string Id, DateTimeOffset Time, string? ItemId, string? Rater, string Place, string Supersedes)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place);

/// <summary>A rater marked the item itself: unsafe, private, wrong language, broken, …</summary>
public sealed record ItemFlagged(string Id, DateTimeOffset Time, string? ItemId, string? Rater, string Place, IReadOnlyList<string> Labels, string? Comment = null)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place);

/// <summary>Something a user did with an answer: regenerate, copy, edit-turn, stop, abandon, …; no judgement by itself.</summary>
/// <param name="Detail">What else is known, such as the copied span.</param>
public sealed record ActionSeen(string Id, DateTimeOffset Time, string? ItemId, string? Rater, string Place, string Action, string? Detail = null)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place);
