using System.Text.Json.Serialization;

namespace Heed.Feedback.Events;

/// <summary>A fact that happened between a rater and an item. Facts are appended, never changed: a correction is another fact.</summary>
/// <param name="Id">Unique in a log; appending an id again is refused.</param>
/// <param name="Time">When, by the server's clock.</param>
/// <param name="ItemId">About which item.</param>
/// <param name="Rater">Who, by pseudonym; null where nobody is named.</param>
/// <param name="Place">Where: the page, program or file it came from.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ComparisonShown), "comparison-shown")]
[JsonDerivedType(typeof(ComparisonAnswered), "comparison-answered")]
[JsonDerivedType(typeof(PreferenceImported), "preference-imported")]
public abstract record FeedbackEvent(string Id, DateTimeOffset Time, string ItemId, string? Rater, string Place);

/// <summary>A pair was put before a rater, the first answer on the left or on the right.</summary>
public sealed record ComparisonShown(string Id, DateTimeOffset Time, string ItemId, string? Rater, string Place, bool FirstOnLeft)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place);

/// <summary>A rater answered what <paramref name="ShownId"/> had put before it.</summary>
/// <param name="Id">Unique in a log.</param>
/// <param name="Time">When the answer arrived.</param>
/// <param name="ItemId">About which item.</param>
/// <param name="Rater">Who.</param>
/// <param name="Place">Where.</param>
/// <param name="ShownId">The event that says what was on the screen.</param>
/// <param name="Choice">What was answered.</param>
/// <param name="Elapsed">How long it took; null where nobody measured.</param>
public sealed record ComparisonAnswered(string Id, DateTimeOffset Time, string ItemId, string? Rater, string Place, string ShownId, Choice Choice, TimeSpan? Elapsed)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place);

/// <summary>A preference given elsewhere, of which neither the sides nor the time is known.</summary>
public sealed record PreferenceImported(string Id, DateTimeOffset Time, string ItemId, string? Rater, string Place, Preferred Preferred)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place);
