using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>
/// Write what the assistant should say; with <see cref="BothSides"/> also what the user says, turn after turn. The prompt may have no messages
/// yet. A suggestion is shown to some and not to others, by lot, so that its influence can be measured.
/// </summary>
public sealed record DemonstrationItem(string Id, Prompt Prompt, bool BothSides = false, Candidate? Suggestion = null) : FeedbackItem(Id, Prompt)
{
    public override IReadOnlyList<Candidate> Candidates => Suggestion is null ? [] : [Suggestion];

    /// <summary>The item whose id is derived from the prompt's id, the sides and the suggestion.</summary>
    public static DemonstrationItem Of(Prompt prompt, bool bothSides = false, Candidate? suggestion = null) =>
        new(Identity.Of("demonstration", prompt.Id, bothSides ? "both" : "assistant", suggestion?.Key ?? ""), prompt, bothSides, suggestion);
}
