using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>Make the answer what it should have been.</summary>
public sealed record CorrectionItem(string Id, Prompt Prompt, Candidate Answer) : FeedbackItem(Id, Prompt)
{
    public override IReadOnlyList<Candidate> Candidates => [Answer];

    /// <summary>The item whose id is derived from the prompt's id and the answer.</summary>
    public static CorrectionItem Of(Prompt prompt, Candidate answer) => new(Identity.Of("correction", prompt.Id, answer.Key), prompt, answer);
}
