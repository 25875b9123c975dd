using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;

namespace Heed.Feedback.Assignment;

/// <summary>An item that one rater holds until a time. Nobody else can take its place meanwhile.</summary>
/// <param name="Token">Names the lease; secret to its rater.</param>
/// <param name="Shown">What the page shows: the order of the candidates, the suggestion, the guidelines in force.</param>
/// <param name="Draft">What was saved before the answer was ready, as the page wrote it.</param>
public sealed record Lease(string Token, string Project, FeedbackItem Item, string Rater, Purpose Purpose, Shown Shown, DateTimeOffset Until, string? Draft)
{
    /// <summary>The candidates in the order they are shown.</summary>
    public IReadOnlyList<Candidate> Candidates => [.. Shown.Order.Select(i => Item.Candidates[i])];

    /// <summary>What raters may have opted out of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>What came of asking for the next item.</summary>
public enum TurnState
{
    /// <summary>Here is an item.</summary>
    Leased,
    /// <summary>Nothing is open to this rater now.</summary>
    NothingLeft,
    /// <summary>The rater holds as many items as allowed.</summary>
    HoldsEnough,
    /// <summary>The rater is paused; the reason is beside.</summary>
    Paused,
    /// <summary>The guidelines must be read first.</summary>
    GuidelinesUnread,
    /// <summary>The consent text in force was not agreed to.</summary>
    ConsentMissing,
}

/// <summary>The answer to "what is next?"</summary>
public sealed record Turn(TurnState State, Lease? Lease = null, string? Reason = null);

/// <summary>An answer as a page or a program sends it.</summary>
/// <param name="Token">Of the lease.</param>
/// <param name="Key">Idempotency key: sending again under the same key changes nothing and returns the first receipt.</param>
/// <param name="Answer">Candidates are named by their position on the screen.</param>
public sealed record Submission(string Token, string Key, Answer Answer)
{
    public Timing? Timing { get; init; }

    /// <summary>Who or what answers.</summary>
    public ActorKind Actor { get; init; } = ActorKind.Human;

    /// <summary>What the page knows of what it showed; null where it showed everything in the default language.</summary>
    public PageFacts? Page { get; init; }
}

/// <summary>What a page knows of what it showed.</summary>
public sealed record PageFacts(string? Locale = null, string? Build = null, bool Truncated = false);

/// <summary>What became of an answer.</summary>
public enum ReceiptState
{
    /// <summary>It counts.</summary>
    Recorded,
    /// <summary>It takes the place of an earlier one.</summary>
    Revised,
    /// <summary>It came late, and others had answered: kept for agreement.</summary>
    Surplus,
}

/// <summary>An answer is on the disk.</summary>
/// <param name="EventId">Where in the log.</param>
/// <param name="Known">Of practice items: the known answer, candidates by their position on the screen.</param>
/// <param name="Right">Of practice items: whether the answer agrees with it.</param>
public sealed record Receipt(string EventId, ReceiptState State, KnownAnswer? Known = null, bool? Right = null);

/// <summary>An item that a rater has had.</summary>
/// <param name="Answer">The standing answer, candidates by their position on the screen; null where skipped.</param>
public sealed record HistoryEntry(string Token, FeedbackItem Item, Shown Shown, Purpose Purpose, DateTimeOffset Time, string EventId, Answer? Answer);

/// <summary>How far a project is.</summary>
/// <param name="Open">Items that want more raters.</param>
/// <param name="Leased">Items in somebody's hands.</param>
/// <param name="Complete">Items with all the answers they want.</param>
/// <param name="SetAside">Items skipped too often.</param>
/// <param name="Answers">Answers on items to label.</param>
/// <param name="Surplus">Answers beyond what was wanted.</param>
public sealed record QueueHealth(int Items, int Open, int Leased, int Complete, int SetAside, int Answers, int Surplus, int Expired, int Gold, int Practice);
