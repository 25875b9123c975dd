using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>A judgement of a <see cref="RankingItem"/>.</summary>
/// <param name="Ranks">The rank of each answer: 1 the best, equals share one; null: cannot be ranked.</param>
public sealed record RankingAnswer(IReadOnlyList<int?> Ranks) : Answer
{
    /// <summary>Every pair of ranked answers: the indices of the better and the worse, or of two equals.</summary>
    public IEnumerable<(int Better, int Worse, bool Equal)> Pairs()
    {
        for (var i = 0; i < Ranks.Count; i++)
            for (var j = i + 1; j < Ranks.Count; j++)
                if (Ranks[i] is { } first && Ranks[j] is { } second)
                    yield return first <= second ? (i, j, first == second) : (j, i, false);
    }

    public override bool AgreesWith(Answer known) => known is RankingAnswer other && other.Pairs().ToHashSet().SetEquals(Pairs());

    protected override IEnumerable<string> Wrong(FeedbackItem item) => KindIs<RankingItem>(item, ranking =>
    [
        .. Expect(Ranks.Count == ranking.Answers.Count, $"expected {ranking.Answers.Count} ranks, found {Ranks.Count}"),
        .. Expect(Ranks.All(r => r is null || (r >= 1 && r <= Ranks.Count)), $"ranks lie between 1 and {Ranks.Count}"),
    ]);

    protected override Answer Reordered(IReadOnlyList<int> order)
    {
        var ranks = new int?[Ranks.Count];
        for (var i = 0; i < ranks.Length; i++) ranks[order[i]] = Ranks[i];
        return this with { Ranks = ranks };
    }
}
