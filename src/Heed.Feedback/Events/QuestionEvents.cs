namespace Heed.Feedback.Events;

/// <summary>A rater asks what to do with an item.</summary>
public sealed record QuestionAsked(string Id, DateTimeOffset Time, string? ItemId, string? Rater, string Place, string Text)
    : FeedbackEvent(Id, Time, ItemId, Rater, Place);

/// <summary>Somebody answers a rater's question; a later reply to the same question takes the place of an earlier one.</summary>
/// <param name="Question">The event of the question.</param>
/// <param name="Text">Markdown.</param>
/// <param name="By">Who answers, by pseudonym.</param>
/// <param name="Common">What the question is called in the list that all raters read; null: only the asker reads the reply.</param>
public sealed record QuestionReplied(string Id, DateTimeOffset Time, string? ItemId, string Place, string Question, string Text, string By, string? Common = null)
    : FeedbackEvent(Id, Time, ItemId, null, Place);
