using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>Good or bad?</summary>
public sealed record ThumbItem(string Id, Prompt Prompt, Candidate Answer) : FeedbackItem(Id, Prompt)
{
    public override IReadOnlyList<Candidate> Candidates => [Answer];

    /// <summary>The item whose id is derived from the prompt's id and the answer.</summary>
    public static ThumbItem Of(Prompt prompt, Candidate answer) => new(Identity.Of("thumb", prompt.Id, answer.Key), prompt, answer);
}
