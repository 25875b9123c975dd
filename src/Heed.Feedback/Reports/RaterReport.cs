using Heed.Feedback.Reliability;
using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reports;

/// <summary>One rater's answers, and what they are worth.</summary>
public sealed record RaterReport
{
    public required string Rater { get; init; }

    /// <summary>Standing votes.</summary>
    public required int Votes { get; init; }

    /// <summary>Share of ties among them.</summary>
    public required double TieShare { get; init; }

    /// <summary>Share of choices, ties apart, that fell on the left; null where sides are unknown.</summary>
    public double? LeftShare { get; init; }

    /// <summary>Share of choices, ties and equal lengths apart, that fell on the longer answer.</summary>
    public double? LongerShare { get; init; }

    /// <summary>Share of choices equal to those of the other raters of the same pairs.</summary>
    public double? AgreementWithOthers { get; init; }

    /// <summary>Median time an answer took, in seconds.</summary>
    public double? MedianSeconds { get; init; }

    /// <summary>Probability of preferring the left answer when it is the better one, by <see cref="SidedDawidSkene"/>: a second opinion; null where sides are unknown.</summary>
    public double? LeftWhenBetter { get; init; }

    /// <summary>Probability of preferring the left answer when it is the worse one; equal to the other for a coin.</summary>
    public double? LeftWhenWorse { get; init; }

    /// <summary>Logits per standard deviation of the pairs' gap in quality; 0 for a coin, negative for one who prefers the worse.</summary>
    public required Estimate Skill { get; init; }

    /// <summary>Logits in favour of the left answer.</summary>
    public required Estimate Side { get; init; }

    /// <summary>Logits per standard deviation of length difference, beyond what all raters share.</summary>
    public required Estimate Length { get; init; }

    /// <summary>Estimated probability of choosing the better answer of the pairs it judged.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Its 95 % interval.</summary>
    public Interval? AccuracyInterval { get; init; }

    /// <summary>How far its votes count, 0 … 1: |2 · accuracy − 1|. Those of an adversary count the other way round.</summary>
    public required double Weight { get; init; }

    /// <summary>What explains the answers better than quality, if anything does.</summary>
    public required RaterFlag Flag { get; init; }

    /// <summary>The flag in words; empty without one.</summary>
    public required string Reason { get; init; }
}
