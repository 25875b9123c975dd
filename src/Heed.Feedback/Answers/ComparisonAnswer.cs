using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>Which of two answers is better. Ties say which.</summary>
public enum Verdict
{
    First,
    Second,
    /// <summary>A tie: both are good.</summary>
    BothGood,
    /// <summary>A tie: both are bad.</summary>
    BothBad,
    /// <summary>A tie: equally good, whatever that is worth.</summary>
    Equal,
    /// <summary>The rater cannot judge; no statement about the answers.</summary>
    CannotJudge,
}

/// <summary>A judgement of a <see cref="Comparison"/>.</summary>
/// <param name="Verdict">Which is better.</param>
/// <param name="Strength">How much: 1 slightly … 4 far better; null where the strength was not asked or there is none.</param>
public sealed record ComparisonAnswer(Verdict Verdict, int? Strength = null) : Answer
{
    /// <summary>The place on the scale of 8 points without a middle: 1 the first is far better … 8 the second is; null for ties or without strength.</summary>
    public int? Point() => (Verdict, Strength) switch
    {
        (Verdict.First, { } strength) => 5 - strength,
        (Verdict.Second, { } strength) => 4 + strength,
        _ => null,
    };

    /// <summary>The answer at a place on the scale of 8 points.</summary>
    public static ComparisonAnswer OfPoint(int point) => point switch
    {
        >= 1 and <= 4 => new(Verdict.First, 5 - point),
        >= 5 and <= 8 => new(Verdict.Second, point - 4),
        _ => throw new ArgumentOutOfRangeException(nameof(point), point, "1 to 8"),
    };

    public override bool AgreesWith(Answer known) => known is ComparisonAnswer other && other.Verdict == Verdict;

    protected override IEnumerable<string> Wrong(FeedbackItem item) => KindIs<Comparison>(item, _ =>
    [
        .. Expect(Enum.IsDefined(Verdict), $"{Verdict} is no verdict"),
        .. Expect(Strength is null or (>= 1 and <= 4), $"strength must lie between 1 and 4, found {Strength}"),
        .. Expect(Strength is null || Verdict is Verdict.First or Verdict.Second, "only a preference has a strength"),
    ]);

    protected override Answer Reordered(IReadOnlyList<int> order) => order[0] == 0 ? this : Verdict switch
    {
        Verdict.First => this with { Verdict = Verdict.Second },
        Verdict.Second => this with { Verdict = Verdict.First },
        _ => this,
    };
}
