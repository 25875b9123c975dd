using System.Text.Json.Serialization;
using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>
/// What a person said about an item. Candidates are named by position: as shown while an answer comes from a page, in the item's own
/// order once it is recorded (<see cref="InItemOrder"/>).
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ComparisonAnswer), "comparison")]
[JsonDerivedType(typeof(RankingAnswer), "ranking")]
[JsonDerivedType(typeof(RatingAnswer), "rating")]
[JsonDerivedType(typeof(ThumbAnswer), "thumb")]
[JsonDerivedType(typeof(CorrectionAnswer), "correction")]
[JsonDerivedType(typeof(DemonstrationAnswer), "demonstration")]
[JsonDerivedType(typeof(SpanAnswer), "spans")]
[JsonDerivedType(typeof(RewardAnswer), "reward")]
[JsonDerivedType(typeof(FormAnswer), "form")]
public abstract record Answer
{
    /// <summary>Why, and what else was noted; null where nothing was.</summary>
    public Notes? Notes { get; init; }

    /// <summary>What keeps this from being an answer to the item; empty where nothing does.</summary>
    public IEnumerable<string> Problems(FeedbackItem item) => [.. Wrong(item), .. Notes?.Problems(item) ?? []];

    /// <summary>The same answer with candidates named in the item's own order.</summary>
    /// <param name="order">The candidates in the order they were shown: <c>order[position] = index in the item</c>.</param>
    public Answer InItemOrder(IReadOnlyList<int> order) => Reordered(order) with { Notes = Notes?.InItemOrder(order) };

    /// <summary>The same recorded answer with candidates named by their position on the screen: the way back.</summary>
    public Answer AsShown(IReadOnlyList<int> order) => InItemOrder(Inverse(order));

    /// <summary>Whether it says the same as a known answer, as far as one of them can be right: strengths and notes aside.</summary>
    public abstract bool AgreesWith(Answer known);

    protected abstract IEnumerable<string> Wrong(FeedbackItem item);

    protected abstract Answer Reordered(IReadOnlyList<int> order);

    private static int[] Inverse(IReadOnlyList<int> order)
    {
        var inverse = new int[order.Count];
        for (var i = 0; i < order.Count; i++) inverse[order[i]] = i;
        return inverse;
    }

    protected static IEnumerable<string> Expect(bool holds, string problem) => holds ? [] : [problem];

    protected static IEnumerable<string> KindIs<T>(FeedbackItem item, Func<T, IEnumerable<string>> wrong) where T : FeedbackItem =>
        item is T right ? wrong(right) : [$"item {item.Id} is a {item.GetType().Name}, which this kind of answer does not answer"];
}
