using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>An attribute that answers are rated on, in whole steps.</summary>
/// <param name="Attribute">Such as "helpfulness"; unique within an item.</param>
/// <param name="Low">The lowest rating.</param>
/// <param name="High">The highest rating.</param>
/// <param name="Labels">What each rating means, from the lowest; empty where numbers say enough.</param>
public sealed record RatingScale(string Attribute, int Low = 1, int High = 5, IReadOnlyList<string>? Labels = null);

/// <summary>Rate every answer on every scale.</summary>
public sealed record RatingItem(string Id, Prompt Prompt, IReadOnlyList<Candidate> Answers, IReadOnlyList<RatingScale> Scales) : FeedbackItem(Id, Prompt)
{
    public override IReadOnlyList<Candidate> Candidates => Answers;

    /// <summary>The rating whose id is derived from the prompt's id, the answers and the scales.</summary>
    public static RatingItem Of(Prompt prompt, IReadOnlyList<Candidate> answers, IReadOnlyList<RatingScale> scales) =>
        new(Identity.Of(["rating", prompt.Id, .. answers.Select(a => a.Key), .. scales.Select(s => $"{s.Attribute} {s.Low} {s.High}")]), prompt, answers, scales);
}
