using Heed.Feedback.Answers;

namespace Heed.Feedback.Events;

/// <summary>A rater's standing answer about a pair, derived from the events.</summary>
/// <param name="ItemId">The pair.</param>
/// <param name="Rater">Who, or null.</param>
/// <param name="Preferred">Which answer.</param>
/// <param name="FirstOnLeft">On which side the first answer was shown; null where unknown.</param>
/// <param name="Elapsed">How long the answer took; null where unknown.</param>
/// <param name="Time">When it was given.</param>
/// <param name="EventId">The event it comes from.</param>
public sealed record ComparisonVote(string ItemId, string? Rater, Preferred Preferred, bool? FirstOnLeft, TimeSpan? Elapsed, DateTimeOffset Time, string EventId)
{
    /// <summary>How much better, 1 to 4; null where unknown and for ties.</summary>
    public int? Strength { get; init; }

    /// <summary>The words of the answer: which kind of tie.</summary>
    public Verdict Verdict { get; init; } = Preferred switch { Preferred.First => Verdict.First, Preferred.Second => Verdict.Second, _ => Verdict.Equal };

    /// <summary>True when the answer on the left was preferred, false for the right, null for a tie or where the sides are unknown.</summary>
    public bool? SaysLeft => FirstOnLeft is { } left && Preferred != Preferred.Neither ? left == (Preferred == Preferred.First) : null;

    /// <summary>The standing votes of a log, in the order of their last answer. Who cannot judge has no vote, nor has a reviewer who settles, nor an answer that was known before.</summary>
    public static IReadOnlyList<ComparisonVote> Of(IEnumerable<FeedbackEvent> events) => [.. StandingAnswers.Of(events).Select(Vote).OfType<ComparisonVote>()];

    private static ComparisonVote? Vote(Answered one) =>
        one is not { Counts: true, ItemId: { } item, Answer: ComparisonAnswer { Verdict: not Verdict.CannotJudge } answer } ? null
        : new(item, one.Rater, Meaning(answer.Verdict), one.Shown is { } shown ? shown.Order[0] == 0 : null, one.Timing?.Elapsed, one.Time, one.Id)
        {
            Strength = answer.Strength,
            Verdict = answer.Verdict,
        };

    private static Preferred Meaning(Verdict verdict) =>
        verdict switch { Verdict.First => Preferred.First, Verdict.Second => Preferred.Second, _ => Preferred.Neither };
}
