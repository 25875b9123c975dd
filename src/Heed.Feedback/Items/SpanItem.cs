using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>Mark the places of an answer that are unsafe, private, false, …</summary>
/// <param name="Labels">What a place can be marked as.</param>
public sealed record SpanItem(string Id, Prompt Prompt, Candidate Answer, IReadOnlyList<string> Labels) : FeedbackItem(Id, Prompt)
{
    public override IReadOnlyList<Candidate> Candidates => [Answer];

    /// <summary>The item whose id is derived from the prompt's id, the answer and the labels.</summary>
    public static SpanItem Of(Prompt prompt, Candidate answer, IReadOnlyList<string> labels) =>
        new(Identity.Of(["spans", prompt.Id, answer.Key, .. labels]), prompt, answer, labels);
}
