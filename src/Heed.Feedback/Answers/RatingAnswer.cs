using Heed.Feedback.Items;

namespace Heed.Feedback.Answers;

/// <summary>A judgement of a <see cref="RatingItem"/>: every answer on every scale.</summary>
public sealed record RatingAnswer(IReadOnlyList<AnswerScore> Scores) : Answer
{
    /// <summary>Every rating within one step.</summary>
    public override bool AgreesWith(Answer known) => known is RatingAnswer other
        && other.Scores.All(s => Scores.Any(mine => mine.Candidate == s.Candidate && mine.Attribute == s.Attribute && Math.Abs(mine.Value - s.Value) <= 1));

    protected override IEnumerable<string> Wrong(FeedbackItem item) => KindIs<RatingItem>(item, rating =>
    [
        .. from scale in rating.Scales
           from candidate in Enumerable.Range(0, rating.Answers.Count)
           let given = Scores.Where(s => s.Candidate == candidate && s.Attribute == scale.Attribute).ToArray()
           where given.Length != 1 || given[0].Value < scale.Low || given[0].Value > scale.High
           select $"answer {candidate + 1} needs one {scale.Attribute} from {scale.Low} to {scale.High}",
        .. Expect(Scores.Count == rating.Scales.Count * rating.Answers.Count, $"expected {rating.Scales.Count * rating.Answers.Count} ratings, found {Scores.Count}"),
    ]);

    protected override Answer Reordered(IReadOnlyList<int> order) => this with { Scores = [.. Scores.Select(s => s with { Candidate = order[s.Candidate] })] };
}
