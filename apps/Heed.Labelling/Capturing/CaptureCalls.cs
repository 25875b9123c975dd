using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Heed.Feedback.Events;
using Heed.Language.Texts;

namespace Heed.Labelling.Capturing;

/// <summary>The model behind a response.</summary>
/// <param name="Revision">Hash of the weights.</param>
/// <param name="Template">Hash of the chat template.</param>
/// <param name="Logprobs">Where the tokens and their log-probabilities are kept.</param>
public sealed record ServingModel([property: Required] string Id, string? Revision = null, string? Adapter = null, double? Temperature = null, long? Seed = null, string? Template = null, string? Logprobs = null);

/// <summary>Notes a response that a model gave, so that feedback can be about it.</summary>
/// <param name="ResponseId">What the serving program calls it, such as the id of a chat completion.</param>
/// <param name="Prompt">The conversation that it answers.</param>
/// <param name="Response">Its text.</param>
/// <param name="User">Whose conversation it is, in the program's own words; the record holds a pseudonym made of it. Left out: somebody who is known by this response alone.</param>
/// <param name="EpisodeId">The conversation or task it belongs to.</param>
/// <param name="TrainOk">Whether the user agreed that models learn from what the user does with it; left out: no.</param>
/// <param name="Consent">The version of the text that the user agreed to.</param>
/// <param name="Ended">False where the response was cut off at the length limit.</param>
public sealed record ResponseCall([property: Required] string ResponseId, [property: Required] IReadOnlyList<Message> Prompt, [property: Required] string Response,
    ServingModel? Model = null, string? User = null, string? EpisodeId = null, bool TrainOk = false, string? Consent = null, bool Ended = true);

/// <summary>A response is noted.</summary>
/// <param name="Rater">The pseudonym of the user.</param>
/// <param name="FeedbackToken">Lets the user's own program say something about this response without a key: in the header X-Feedback-Token.</param>
/// <param name="TokenExpires">Until when.</param>
public sealed record ResponseReceipt(string EventId, string Rater, string FeedbackToken, DateTimeOffset TokenExpires);

/// <summary>A place in a response: UTF-16 code units.</summary>
public sealed record CapturedPlace(int Start, int End);

/// <summary>Who or what gives feedback.</summary>
/// <param name="Kind">human, model or code; left out: as the key says.</param>
/// <param name="Id">Somebody else than the user of the response.</param>
public sealed record FeedbackSource(ActorKind? Kind = null, string? Id = null);

/// <summary>What somebody said about a response, or did with it.</summary>
/// <param name="Name">What is judged, such as helpfulness (left out: quality; "reward" takes a number from −1 to 1), or what was done: regenerate, edit-turn, copy, stop, continue, dwell, abandon, share, follow-up, comment.</param>
/// <param name="ResponseId">The response; not needed where chosen_response_id names it.</param>
/// <param name="Value">true or false (a thumb), a number (a rating from low to high in whole steps, or a reward), or words (the label of a span, what is known of an action).</param>
/// <param name="Low">The lowest rating; left out: 1.</param>
/// <param name="High">The highest rating; left out: 5.</param>
/// <param name="Comment">Why, in free text.</param>
/// <param name="Reasons">Why, in words of one's own list.</param>
/// <param name="Correction">What the response should have been; beside a value or alone.</param>
/// <param name="ChosenResponseId">The response that was preferred.</param>
/// <param name="RejectedResponseIds">To which; all answer the same prompt.</param>
/// <param name="Span">A place in the response.</param>
/// <param name="Source">Who says it; left out: the user of the response.</param>
/// <param name="TrainOk">False: no model may learn from it, whatever was agreed to before.</param>
/// <param name="IdempotencyKey">Sending again under the same key changes nothing and returns the first receipt. May stand in the header Idempotency-Key instead.</param>
public sealed record FeedbackCall(string? Name = null, string? ResponseId = null, JsonElement? Value = null, int Low = 1, int High = 5, string? Comment = null, IReadOnlyList<string>? Reasons = null, string? Correction = null,
    string? ChosenResponseId = null, IReadOnlyList<string>? RejectedResponseIds = null, CapturedPlace? Span = null, FeedbackSource? Source = null, bool TrainOk = true, string? IdempotencyKey = null);

/// <summary>Feedback is on the disk.</summary>
/// <param name="EventId">Its event in the record: what a change or a withdrawal names.</param>
/// <param name="Rater">Under which pseudonym.</param>
public sealed record FeedbackReceipt(string EventId, string Rater);

/// <summary>A line of many that could not be taken; the others were.</summary>
/// <param name="Line">From 1.</param>
public sealed record FeedbackLine(int Line, string? EventId = null, string? Problem = null);

/// <summary>A user's word about learning.</summary>
/// <param name="TrainOk">False: no dataset that is made from now on holds what the user said.</param>
public sealed record UserConsentCall([property: Required] string User, [property: Required] bool TrainOk, string? Version = null);

/// <summary>Names a user in the program's own words.</summary>
public sealed record UserCall([property: Required] string User);

/// <summary>What a user's erasure did.</summary>
/// <param name="Events">Events whose content is gone.</param>
/// <param name="Datasets">Versions of datasets that hold some of them.</param>
public sealed record UserErasure(string Rater, int Events, IReadOnlyList<string> Datasets);

/// <summary>Feedback in the order of the record.</summary>
/// <param name="Next">What to ask for after these; absent where these are the last.</param>
public sealed record FeedbackPage(IReadOnlyList<JsonElement> Events, long? Next);
