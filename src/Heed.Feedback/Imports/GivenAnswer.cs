using Heed.Feedback.Answers;
using Heed.Feedback.Items;

namespace Heed.Feedback.Imports;

/// <summary>An answer that somebody gave elsewhere.</summary>
/// <param name="Key">Tells it from the other answers of its record.</param>
/// <param name="Answer">Candidates named in the item's own order.</param>
public sealed record GivenAnswer(string Key, FeedbackItem Item, Answer Answer, string? Rater = null)
{
    /// <summary>How long it took; null where nobody measured.</summary>
    public TimeSpan? Elapsed { get; init; }
}

/// <summary>A record that no answer can be read from.</summary>
internal sealed class BadShapeException(string reason) : Exception(reason);
