namespace Heed.Feedback.Events;

/// <summary>Items were added.</summary>
/// <param name="First">The place of the first among all items.</param>
/// <param name="Last">The place of the last.</param>
/// <param name="Digest">SHA-256 over their ids and contents in order: who changes an item afterwards is found out.</param>
public sealed record ItemsAdded(string Id, DateTimeOffset Time, string Place, long First, long Last, string Digest)
    : FeedbackEvent(Id, Time, null, null, Place);

/// <summary>A version of a dataset was made of the answers up to a place in the log.</summary>
/// <param name="Version">Its id: a hash of what it holds.</param>
/// <param name="Shape">pairs, rankings, ratings, thumbs or demonstrations.</param>
/// <param name="UpTo">The last event that was looked at.</param>
/// <param name="Members">The places of the answers that went in, see <see cref="Places"/>.</param>
public sealed record DatasetFrozen(string Id, DateTimeOffset Time, string Place, string Version, string Shape, long UpTo, string Members)
    : FeedbackEvent(Id, Time, null, null, Place);

/// <summary>Why contents were erased.</summary>
public enum ErasureCause
{
    /// <summary>A rater was forgotten, with the answers.</summary>
    Forgotten,
    /// <summary>A rater was forgotten; the answers stay without a name.</summary>
    Unlinked,
    /// <summary>They were older than their project keeps them; the rater works on.</summary>
    Expired,
}

/// <summary>The content of earlier events was erased. Their places in the log remain.</summary>
/// <param name="Reason">Such as "asked by the rater". Names nobody.</param>
/// <param name="Sequences">Their places, see <see cref="Places"/>.</param>
public sealed record Erased(string Id, DateTimeOffset Time, string Place, string Reason, string Sequences)
    : FeedbackEvent(Id, Time, null, null, Place)
{
    /// <summary>Why; null in records that did not say it yet.</summary>
    public ErasureCause? Cause { get; init; }
}
