namespace Heed.Feedback.Store;

/// <summary>An item as a row: its JSON, and the columns it is found by.</summary>
internal sealed class ItemRow
{
    public long Sequence { get; init; }
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required string PromptId { get; init; }
    public required string Content { get; init; }
}

/// <summary>An event as a row: its JSON, and the columns it is found by. <see cref="Time"/> is in milliseconds since 1970, UTC.</summary>
internal sealed class EventRow
{
    public long Sequence { get; init; }
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required long Time { get; init; }
    public required string ItemId { get; init; }
    public string? Rater { get; init; }
    public required string Place { get; init; }
    public required string Content { get; init; }
}
