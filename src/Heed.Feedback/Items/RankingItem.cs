using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>Put K answers in order, best first; equals share a rank.</summary>
public sealed record RankingItem(string Id, Prompt Prompt, IReadOnlyList<Candidate> Answers) : FeedbackItem(Id, Prompt)
{
    public override IReadOnlyList<Candidate> Candidates => Answers;

    /// <summary>The ranking whose id is derived from the prompt's id and all answers.</summary>
    public static RankingItem Of(Prompt prompt, IReadOnlyList<Candidate> answers) =>
        new(Identity.Of(["ranking", prompt.Id, .. answers.Select(a => a.Key)]), prompt, answers);
}
