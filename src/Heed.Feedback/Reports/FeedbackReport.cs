using Heed.Feedback.Answers;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reports;

/// <summary>What a set of comparisons is worth. Serialises to JSON as it stands.</summary>
public sealed record FeedbackReport
{
    /// <summary>Comparisons with at least one vote.</summary>
    public required int Pairs { get; init; }

    /// <summary>Standing votes.</summary>
    public required int Votes { get; init; }

    /// <summary>Named raters.</summary>
    public required int RaterCount { get; init; }

    /// <summary>Share of ties.</summary>
    public required double TieShare { get; init; }

    /// <summary>Votes a pair.</summary>
    public required double MeanOverlap { get; init; }

    /// <summary>Number of pairs by number of votes.</summary>
    public required IReadOnlyDictionary<int, int> PairsByOverlap { get; init; }

    /// <summary>Krippendorff's α of first, second or neither; null where no pair has two votes or all votes are equal.</summary>
    public double? Alpha { get; init; }

    /// <summary>The same over the votes of raters without a flag; null where raters are not judged.</summary>
    public double? AlphaUnflagged { get; init; }

    /// <summary>The 95 % interval of <see cref="Alpha"/>, by resampling pairs.</summary>
    public Interval? AlphaInterval { get; init; }

    /// <summary>Share of equal votes among all pairs of votes on the same pair.</summary>
    public double? Agreement { get; init; }

    /// <summary>How far raters agree on each kind of tie that was said.</summary>
    public IReadOnlyList<TieAgreement> Ties { get; init; } = [];

    /// <summary>Median time of an answer in seconds.</summary>
    public double? MedianSeconds { get; init; }

    /// <summary>Share of choices that fell on the left, with its 95 % Wilson interval; null where sides are unknown.</summary>
    public double? LeftShare { get; init; }

    public Interval? LeftShareInterval { get; init; }

    /// <summary>Share of choices that fell on the longer answer.</summary>
    public double? LongerShare { get; init; }

    /// <summary>Increase of the gap per standard deviation of length difference that all raters share.</summary>
    public double? LengthQuality { get; init; }

    /// <summary>The raters, judged; null where they are not, for the reason in <see cref="ReliabilityNote"/>.</summary>
    public IReadOnlyList<RaterReport>? Raters { get; init; }

    /// <summary>Why raters were not judged, or what to know about the judgement; empty otherwise.</summary>
    public required string ReliabilityNote { get; init; }

    /// <summary>What a perfect model could reach.</summary>
    public required AccuracyCeiling Ceiling { get; init; }

    /// <summary>Names of the raters with a flag.</summary>
    public IReadOnlyList<string> Flagged => [.. (Raters ?? []).Where(r => r.Flag != Reliability.RaterFlag.None).Select(r => r.Rater)];
}

/// <summary>How far raters mean the same by one kind of tie: κ of that answer against all others, see <see cref="Agreement.CategoryKappa"/>.</summary>
/// <param name="Share">Share of the votes on shared pairs that say it.</param>
/// <param name="StandardError">Of κ where only chance is at work.</param>
public sealed record TieAgreement(Verdict Tie, double Share, double? Kappa, double? StandardError);
