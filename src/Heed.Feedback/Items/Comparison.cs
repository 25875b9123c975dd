using System.Text.Json.Serialization;
using Heed.Language.Texts;

namespace Heed.Feedback.Items;

/// <summary>Which of two answers to a prompt is better? First and second name the pair; the side each is shown on is drawn for each rater.</summary>
public sealed record Comparison(string Id, Prompt Prompt, Candidate First, Candidate Second) : FeedbackItem(Id, Prompt)
{
    /// <summary>Words of the first answer minus words of the second.</summary>
    [JsonIgnore]
    public int LengthDifference => First.Words - Second.Words;

    public override IReadOnlyList<Candidate> Candidates => [First, Second];

    /// <summary>The comparison whose id is derived from the prompt's id and both answers.</summary>
    public static Comparison Of(Prompt prompt, Candidate first, Candidate second) =>
        new(Identity.Of("comparison", prompt.Id, first.Key, second.Key), prompt, first, second);
}
