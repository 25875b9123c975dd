using System.Text.Json.Serialization;

namespace Heed.Feedback.Events;

/// <summary>A fact about feedback. Facts are appended, never changed: a correction is another fact.</summary>
/// <param name="Id">Unique in a log; appending an id again is refused.</param>
/// <param name="Time">When, by the server's clock.</param>
/// <param name="ItemId">About which item; null where it is about none.</param>
/// <param name="Rater">Who, by pseudonym; null where nobody is named.</param>
/// <param name="Place">Where: the page, program or file it came from.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Skipped), "skipped")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(ItemFlagged), "item-flagged")]
[JsonDerivedType(typeof(ActionSeen), "action-seen")]
[JsonDerivedType(typeof(Served), "served")]
[JsonDerivedType(typeof(GuidelinesPublished), "guidelines-published")]
[JsonDerivedType(typeof(GuidelinesAcknowledged), "guidelines-acknowledged")]
[JsonDerivedType(typeof(ConsentGiven), "consent-given")]
[JsonDerivedType(typeof(RaterPaused), "rater-paused")]
[JsonDerivedType(typeof(RaterResumed), "rater-resumed")]
[JsonDerivedType(typeof(RaterAppealed), "rater-appealed")]
[JsonDerivedType(typeof(QuestionAsked), "question-asked")]
[JsonDerivedType(typeof(QuestionReplied), "question-replied")]
[JsonDerivedType(typeof(AppealAnswered), "appeal-answered")]
[JsonDerivedType(typeof(ItemsAdded), "items-added")]
[JsonDerivedType(typeof(DatasetFrozen), "dataset-frozen")]
[JsonDerivedType(typeof(Erased), "erased")]
public abstract record FeedbackEvent(string Id, DateTimeOffset Time, string? ItemId, string? Rater, string Place)
{
    /// <summary>The project that an event belongs to where nobody named one.</summary>
    public const string DefaultProject = "main";

    /// <summary>Which project it belongs to.</summary>
    public string Project { get; init; } = DefaultProject;
}
