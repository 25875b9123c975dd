using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Answers;

/// <summary>The turns that a person wrote for a <see cref="DemonstrationItem"/>; they follow the prompt's.</summary>
/// <param name="Messages">At least one; the last is the assistant's.</param>
/// <param name="FromSuggestion">Whether the person began with the suggestion.</param>
public sealed record DemonstrationAnswer(IReadOnlyList<Message> Messages, bool FromSuggestion = false) : Answer
{
    public override bool AgreesWith(Answer known) => known is DemonstrationAnswer other && other.Messages.SequenceEqual(Messages);

    protected override IEnumerable<string> Wrong(FeedbackItem item) => KindIs<DemonstrationItem>(item, demonstration =>
    [
        .. Expect(Messages.Count > 0 && Messages[^1].Role == Roles.Assistant, "a demonstration ends with a turn of the assistant"),
        .. Expect(Messages.All(m => m.Content.Trim().Length > 0), "no turn may be empty"),
        .. Expect(Messages.All(m => m.Role is Roles.Assistant or Roles.User or Roles.System), "turns are the user's, the assistant's or the system's"),
        .. Expect(demonstration.BothSides || Messages.Count == 1, "only the assistant's turn is asked for"),
        .. Expect(!FromSuggestion || demonstration.Suggestion is not null, "there was no suggestion"),
    ]);

    protected override Answer Reordered(IReadOnlyList<int> order) => this;
}
