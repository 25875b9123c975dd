namespace Heed.Feedback.Reliability;

/// <summary>What is wrong with a rater's answers, by what explains them better than the quality of the pairs.</summary>
public enum RaterFlag
{
    /// <summary>Nothing: the answers follow what the raters judge in common.</summary>
    None,
    /// <summary>Prefers the answer on one side.</summary>
    Side,
    /// <summary>Prefers the longer or the shorter answer, more than what quality and length share.</summary>
    Length,
    /// <summary>Prefers the worse answer.</summary>
    Adversary,
    /// <summary>Answers no better than by coin.</summary>
    Spammer,
}

/// <summary>The flag of a rater with a sentence that a person can check.</summary>
public sealed record RaterVerdict(RaterFlag Flag, string Reason)
{
    /// <summary>The verdict on a rater with whom nothing is wrong.</summary>
    public static RaterVerdict Fine { get; } = new(RaterFlag.None, "");
}

/// <summary>A crowd's raters, judged.</summary>
/// <param name="Effects">What each one's answers follow: the biases by a fit in which anybody may have them, the skills by one in which only who is named for them has.</param>
/// <param name="Verdicts">By rater.</param>
public sealed record JudgedEffects(IReadOnlyList<RaterEffects> Effects, IReadOnlyList<RaterVerdict> Verdicts);
