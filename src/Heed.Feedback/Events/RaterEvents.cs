namespace Heed.Feedback.Events;

/// <summary>A rater agreed to a version of the consent text.</summary>
/// <param name="Version">Of the text.</param>
/// <param name="TrainOk">Whether models may learn from the rater's answers.</param>
public sealed record ConsentGiven(string Id, DateTimeOffset Time, string? Rater, string Place, string Version, bool TrainOk)
    : FeedbackEvent(Id, Time, null, Rater, Place);

/// <summary>A rater gets no items until resumed.</summary>
/// <param name="Reason">What the rater reads.</param>
/// <param name="By">Who decided.</param>
public sealed record RaterPaused(string Id, DateTimeOffset Time, string? Rater, string Place, string Reason, string By)
    : FeedbackEvent(Id, Time, null, Rater, Place);

/// <summary>A paused rater gets items again.</summary>
public sealed record RaterResumed(string Id, DateTimeOffset Time, string? Rater, string Place, string By)
    : FeedbackEvent(Id, Time, null, Rater, Place);

/// <summary>A paused rater disagrees.</summary>
public sealed record RaterAppealed(string Id, DateTimeOffset Time, string? Rater, string Place, string Text)
    : FeedbackEvent(Id, Time, null, Rater, Place);

/// <summary>Somebody answered a rater's appeal. The rater reads it; whether work goes on is said by <see cref="RaterResumed"/> or its absence.</summary>
/// <param name="Text">What the rater reads.</param>
/// <param name="By">Who answered.</param>
public sealed record AppealAnswered(string Id, DateTimeOffset Time, string? Rater, string Place, string Text, string By)
    : FeedbackEvent(Id, Time, null, Rater, Place);

/// <summary>A version of a project's guidelines came into force.</summary>
/// <param name="Version">1, 2, …</param>
/// <param name="Text">Markdown.</param>
public sealed record GuidelinesPublished(string Id, DateTimeOffset Time, string Place, int Version, string Text, string By)
    : FeedbackEvent(Id, Time, null, null, Place);

/// <summary>A rater read a version of the guidelines.</summary>
public sealed record GuidelinesAcknowledged(string Id, DateTimeOffset Time, string? Rater, string Place, int Version)
    : FeedbackEvent(Id, Time, null, Rater, Place);
