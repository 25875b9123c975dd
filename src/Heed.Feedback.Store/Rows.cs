namespace Heed.Feedback.Store;

// The tables; their columns are the properties in snake_case. Times are milliseconds since 1970, UTC; contents are JSON.

/// <summary>The last event: what the next one is chained to, and what writers of several processes queue up at.</summary>
internal sealed class HeadRow
{
    public int Id { get; init; }
    public long Sequence { get; init; }
    public required byte[] Chain { get; init; }
}

/// <summary>What stays of an event for ever: its place, its digest, and the chain up to it.</summary>
internal sealed class EventRow
{
    public long Sequence { get; init; }
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public long Time { get; init; }
    public required byte[] Digest { get; init; }
    public required byte[] Chain { get; init; }
}

/// <summary>What an event says, beside the chain so that it can be erased.</summary>
internal sealed class PayloadRow
{
    public long Sequence { get; init; }
    public required byte[] Salt { get; init; }
    public required string Project { get; init; }
    public string? ItemId { get; init; }
    public string? Rater { get; init; }
    public required string Content { get; init; }
}

/// <summary>An event that may lose its payload.</summary>
internal sealed class ErasureRow
{
    public long Sequence { get; init; }
    public long Time { get; init; }
}

internal sealed class ItemRow
{
    public long Sequence { get; init; }
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required string PromptId { get; init; }
    public required string Content { get; init; }
}

internal sealed class ProjectRow
{
    public required string Id { get; init; }
    public long Created { get; init; }
    public required string Settings { get; init; }
}

internal sealed class GuidelinesRow
{
    public required string Project { get; init; }
    public int Version { get; init; }
    public long Time { get; init; }
    public required string Text { get; init; }
}

internal sealed class RaterRow
{
    public required string Id { get; init; }
    public long Created { get; init; }
    public string? Consent { get; init; }
    public int TrainOk { get; init; }
}

internal sealed class MembershipRow
{
    public required string Project { get; init; }
    public required string Rater { get; init; }
    public int Acknowledged { get; init; }
    public required string OptOuts { get; init; }

    /// <summary>|one|another|</summary>
    public required string Cohorts { get; init; }
    public string? PausedFor { get; init; }

    /// <summary>The version of the project's text that the rater agreed to.</summary>
    public string? Consent { get; init; }
}

/// <summary>An item's place in a project's queue, and how many answers it still wants: the counter that makes overlap exact.</summary>
internal sealed class QueueRow
{
    public required string Project { get; init; }
    public required string ItemId { get; init; }
    public required string Purpose { get; init; }
    public int Slots { get; init; }
    public int Leased { get; init; }
    public int Answers { get; init; }
    public int Surplus { get; init; }
    public int Skips { get; init; }
    public int Aside { get; init; }
    public int Priority { get; init; }
    public double Score { get; init; }
    public long Shuffle { get; init; }
    public string? Stratum { get; init; }
    public string? Warnings { get; init; }
    public string? Cohort { get; init; }
    public string? Known { get; init; }
}

/// <summary>An item in the hands of a rater, and what became of it.</summary>
internal sealed class AssignmentRow
{
    public required string Token { get; init; }
    public required string Project { get; init; }
    public required string ItemId { get; init; }
    public required string Rater { get; init; }
    public int Attempt { get; init; }
    public required string Purpose { get; init; }
    public required string State { get; init; }
    public long Leased { get; init; }
    public long Until { get; init; }
    public required string Shown { get; init; }
    public required string Sampling { get; init; }
    public string? EventId { get; init; }
    public long? Ended { get; init; }
}

internal sealed class SubmissionRow
{
    public required string Rater { get; init; }
    public required string Key { get; init; }
    public required string Receipt { get; init; }
}

internal sealed class DraftRow
{
    public required string Token { get; init; }
    public required string Content { get; init; }
    public long Time { get; init; }
}
