using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>A judgement of a <see cref="ThumbItem"/>.</summary>
public sealed record ThumbAnswer(bool Up) : Answer
{
    public override bool AgreesWith(Answer known) => known is ThumbAnswer other && other.Up == Up;

    protected override IEnumerable<string> Wrong(FeedbackItem item) => KindIs<ThumbItem>(item, _ => []);

    protected override Answer Reordered(IReadOnlyList<int> order) => this;
}
