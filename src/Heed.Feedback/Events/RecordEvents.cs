namespace Heed.Feedback.Events;

/// <summary>A version of a dataset was made of the answers up to a place in the log.</summary>
/// <param name="Version">Its id: a hash of what it holds.</param>
/// <param name="Shape">pairs, rankings, ratings, thumbs or demonstrations.</param>
/// <param name="UpTo">The last event that was looked at.</param>
/// <param name="Answers">How many answers went in.</param>
public sealed record DatasetFrozen(string Id, DateTimeOffset Time, string Place, string Version, string Shape, long UpTo, int Answers)
    : FeedbackEvent(Id, Time, null, null, Place);

/// <summary>The content of earlier events was erased. Their places in the log remain.</summary>
/// <param name="Reason">Such as "asked by the rater". Names nobody.</param>
/// <param name="Sequences">Their places.</param>
public sealed record Erased(string Id, DateTimeOffset Time, string Place, string Reason, IReadOnlyList<long> Sequences)
    : FeedbackEvent(Id, Time, null, null, Place);
