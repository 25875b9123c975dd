using Heed.Feedback.Events;
using Heed.Feedback.Items;

namespace Heed.Feedback.Exports;

/// <summary>A standing answer and its place in the log.</summary>
public sealed record RecordedAnswer(long Sequence, Answered Answer);

/// <summary>An item with its standing answers.</summary>
public sealed record AnsweredItem(FeedbackItem Item, IReadOnlyList<RecordedAnswer> Answers);
