using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Feedback.Assignment;

/// <summary>A known answer.</summary>
/// <param name="Expected">Candidates in the item's own order.</param>
/// <param name="Explanation">What a person reads who answered otherwise.</param>
public sealed record KnownAnswer(Answer Expected, string? Explanation = null);

/// <summary>What an item is in a queue for.</summary>
public enum Purpose
{
    /// <summary>To learn what people say.</summary>
    Label,
    /// <summary>To learn who can be believed; looks like any other item.</summary>
    Gold,
    /// <summary>For practice before the first item; explained at once.</summary>
    Practice,
    /// <summary>Asked again, to learn how steady a rater is.</summary>
    Repeat,
}

/// <summary>An item on its way into a project's queue.</summary>
public sealed record QueuedItem(FeedbackItem Item)
{
    /// <summary>Higher comes first.</summary>
    public int Priority { get; init; }

    /// <summary>How much an answer is expected to tell; for active selection.</summary>
    public double Score { get; init; }

    /// <summary>Different raters wanted; null: as the project says.</summary>
    public int? Overlap { get; init; }

    /// <summary>The group it belongs to (topic, language, …).</summary>
    public string? Group { get; init; }

    /// <summary>What raters may have opted out of: violence, sexual, …</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The cohort of raters who alone get it; null: everybody. Letters, digits and '-'.</summary>
    public string? Cohort { get; init; }

    /// <summary>Label, gold or practice.</summary>
    public Purpose Purpose { get; init; } = Purpose.Label;

    /// <summary>The known answer of a gold or practice item.</summary>
    public KnownAnswer? Known { get; init; }
}
