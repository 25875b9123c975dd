using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>The reward (above 0) or punishment (below 0) for a <see cref="RewardItem"/>, from −1 to 1.</summary>
public sealed record RewardAnswer(double Reward) : Answer
{
    /// <summary>The same sign.</summary>
    public override bool AgreesWith(Answer known) => known is RewardAnswer other && Math.Sign(other.Reward) == Math.Sign(Reward);

    protected override IEnumerable<string> Wrong(FeedbackItem item) =>
        KindIs<RewardItem>(item, _ => Expect(Reward is >= -1 and <= 1, $"a reward lies between -1 and 1, found {Reward}"));

    protected override Answer Reordered(IReadOnlyList<int> order) => this;
}
