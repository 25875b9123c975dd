namespace Heed.Feedback.Reliability;

/// <summary>One rater's answer about one pair.</summary>
/// <param name="Pair">Index of the pair.</param>
/// <param name="Rater">Index of the rater.</param>
/// <param name="Side">+1 when the first answer of the pair was shown on the left, −1 on the right, 0 when that is not known.</param>
/// <param name="First">1 when the first answer was preferred, 0 when the second, ½ for a tie.</param>
public readonly record struct PairVote(int Pair, int Rater, double Side, double First);

/// <summary>The votes of a crowd on pairs of answers, with indices in place of names.</summary>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="Raters">Number of raters.</param>
/// <param name="Votes">The votes, in any order; a rater judges a pair at most once.</param>
/// <param name="LengthDifference">By pair: length of the first answer minus length of the second, in any unit.</param>
public sealed record PairVotes(int Pairs, int Raters, IReadOnlyList<PairVote> Votes, IReadOnlyList<double> LengthDifference)
{
    /// <summary>Length differences over their root mean square, held within ±3: one outlier must not carry a rater's length effect.</summary>
    public double[] StandardisedLengths()
    {
        var scale = Math.Sqrt(LengthDifference.Sum(d => d * d) / Math.Max(1, LengthDifference.Count));
        return [.. LengthDifference.Select(d => scale > 0 ? Math.Clamp(d / scale, -3, 3) : 0)];
    }
}
