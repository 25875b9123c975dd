using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>Reward or punish the assistant's turn, between −1 and 1.</summary>
public sealed record RewardItem(string Id, Prompt Prompt, Candidate Answer) : FeedbackItem(Id, Prompt)
{
    public override IReadOnlyList<Candidate> Candidates => [Answer];

    /// <summary>The item whose id is derived from the prompt's id and the answer.</summary>
    public static RewardItem Of(Prompt prompt, Candidate answer) => new(Identity.Of("reward", prompt.Id, answer.Key), prompt, answer);
}
