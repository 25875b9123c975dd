using System.ComponentModel.DataAnnotations;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Labelling.Asking;
using Heed.Labelling.Work;

namespace Heed.Labelling.Api;

/// <summary>Asks for the next item.</summary>
/// <param name="Held">Assignments that the caller has at hand; one that it holds and does not name comes again.</param>
public sealed record NextCall(IReadOnlyList<string>? Held = null);

/// <summary>Sends an answer.</summary>
/// <param name="Assignment">The lease.</param>
/// <param name="Answer">Its kind is the item's; responses are named by place, from 0.</param>
/// <param name="IdempotencyKey">Sending again under the same key changes nothing and returns the first receipt. May stand in the header Idempotency-Key instead.</param>
/// <param name="Timing">How it came about, as the caller measured it.</param>
/// <param name="Page">What the caller showed: its language and version, and whether a text was shown in part.</param>
public sealed record AnswerCall([property: Required] string Assignment, [property: Required] Answer Answer, string? IdempotencyKey = null, PageTiming? Timing = null, PageFacts? Page = null);

/// <summary>Gives an item back.</summary>
/// <param name="Timing">How long it was looked at, as the caller measured it.</param>
public sealed record SkipCall([property: Required] string Assignment, [property: Required] string Reason, string? Comment = null, string? IdempotencyKey = null, PageTiming? Timing = null);

/// <summary>Names a lease.</summary>
public sealed record AssignmentCall([property: Required] string Assignment);

/// <summary>Saves what is not ready yet.</summary>
public sealed record DraftCall([property: Required] string Assignment, [property: Required] IReadOnlyDictionary<string, string[]> Fields);

/// <summary>Marks the item itself.</summary>
public sealed record FlagCall([property: Required] string Assignment, [property: Required] IReadOnlyList<string> Labels, string? Comment = null);

/// <summary>Asks about an item.</summary>
public sealed record AskCall([property: Required] string Assignment, [property: Required] string Text);

/// <summary>A question of the caller.</summary>
/// <param name="Reply">Markdown; absent while nobody replied.</param>
public sealed record OwnQuestion(string EventId, string? ItemId, string Text, string? Reply);

/// <summary>What the caller asked, and what all raters should know.</summary>
public sealed record QuestionsAnswer(IReadOnlyList<OwnQuestion> Own, IReadOnlyList<CommonQuestion> Common);

/// <summary>Says whether models may learn from the caller's answers.</summary>
/// <param name="TrainOk">False: no model may learn from later answers, and no dataset that is made from now on holds the earlier ones.</param>
/// <param name="Version">Agrees to this version of the project's consent text as well; it must be the one in force.</param>
public sealed record ConsentCall([property: Required] bool TrainOk, string? Version = null);

/// <summary>Disagrees with a pause.</summary>
public sealed record AppealCall([property: Required] string Text);

/// <summary>Says that a version of the guidelines was read.</summary>
public sealed record AcknowledgeCall(int Version);

/// <summary>An answer is on the disk.</summary>
/// <param name="EventId">Its event in the record.</param>
/// <param name="State">recorded, revised or surplus.</param>
/// <param name="Right">Of practice items.</param>
/// <param name="Expected">Of practice items: the known answer.</param>
/// <param name="Explanation">Of practice items.</param>
public sealed record AnswerReceipt(string EventId, ReceiptState State, bool? Right = null, Answer? Expected = null, string? Explanation = null);

/// <summary>The event that something became.</summary>
public sealed record EventReceipt(string EventId);

/// <summary>Until when an item stays.</summary>
public sealed record LeaseReceipt(DateTimeOffset LeaseUntil);

/// <summary>How far a project is.</summary>
/// <param name="Items">Items to label.</param>
/// <param name="Open">Items that want another rater.</param>
/// <param name="Leased">Items in somebody's hands.</param>
/// <param name="Complete">Items with all the answers they want.</param>
/// <param name="SetAside">Items set aside after too many skips.</param>
/// <param name="Answers">Answers that count.</param>
/// <param name="Surplus">Answers that came when an item had enough.</param>
public sealed record Progress(int Items, int Open, int Leased, int Complete, int SetAside, int Answers, int Surplus)
{
    public static Progress Of(QueueHealth health) => new(health.Items, health.Open, health.Leased, health.Complete, health.SetAside, health.Answers, health.Surplus);
}

/// <summary>The guidelines in force; version 0 where there are none.</summary>
public sealed record GuidelinesAnswer(int Version, string Text, int Acknowledged);
