namespace Heed.Models.Generation.Sampling;

/// <summary>
/// Takes <paramref name="Frequency"/> from a token's logit each time the answer holds it, and <paramref name="Presence"/> once if it
/// does at all (the two penalties of OpenAI's interface). The prompt does not count.
/// </summary>
public sealed record CountPenalty(double Frequency, double Presence) : ILogitAdjustment
{
    public void Apply(Span<float> logits, SequenceSoFar soFar)
    {
        var answer = soFar.Answer;
        for (var i = 0; i < answer.Length; i++)
        {
            logits[answer[i]] -= (float)Frequency;
            if (!answer[..i].Contains(answer[i])) logits[answer[i]] -= (float)Presence;
        }
    }
}
