using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>A rater against the truth.</summary>
/// <param name="Right">Votes for the better answer.</param>
/// <param name="Judged">Votes that took a side, on pairs whose better answer is known.</param>
/// <param name="TieShare">Share of the votes on such pairs that took no side.</param>
/// <param name="Interval">Of the share that is right, by Wilson at 95 %; null without votes.</param>
public sealed record KnownRecord(int Right, int Judged, double TieShare, Interval? Interval)
{
    /// <summary>Share of the votes that took a side that is right; null without any.</summary>
    public double? Accuracy => Judged == 0 ? null : (double)Right / Judged;
}

/// <summary>How often raters are right about pairs whose better answer is known: gold questions, or a simulated world.</summary>
public static class KnownTruth
{
    /// <param name="votes">Votes, sides do not matter.</param>
    /// <param name="firstBetter">By pair: whether the first answer is the better one; null where nobody knows.</param>
    /// <returns>By rater.</returns>
    public static IReadOnlyList<KnownRecord> Of(PairVotes votes, IReadOnlyList<bool?> firstBetter)
    {
        var (right, judged, ties) = (new int[votes.Raters], new int[votes.Raters], new int[votes.Raters]);
        foreach (var vote in votes.Votes)
        {
            if (firstBetter[vote.Pair] is not { } first) continue;
            if (vote.First == 0.5)
            {
                ties[vote.Rater]++;
                continue;
            }
            judged[vote.Rater]++;
            if (vote.First == 1 == first) right[vote.Rater]++;
        }
        return [.. Enumerable.Range(0, votes.Raters).Select(r => new KnownRecord(right[r], judged[r],
            ties[r] == 0 ? 0 : ties[r] / (double)(ties[r] + judged[r]), judged[r] == 0 ? null : Proportion.Wilson(right[r], judged[r], 0.95)))];
    }
}
