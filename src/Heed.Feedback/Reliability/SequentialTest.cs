namespace Heed.Feedback.Reliability;

/// <summary>What a sequential test says so far.</summary>
public enum SequentialDecision
{
    /// <summary>Go on.</summary>
    Continue,
    /// <summary>The rate is the first.</summary>
    AcceptFirst,
    /// <summary>The rate is the second.</summary>
    AcceptSecond,
}

/// <summary>
/// Wald's sequential probability ratio test (1945) of a rate of successes: p0 against p1 with error probabilities α and β. For gold questions with
/// p0 = 0.85 and p1 = 0.65 about 25 answers decide.
/// </summary>
public sealed record SequentialTest(double P0, double P1, double Alpha = 0.05, double Beta = 0.05)
{
    /// <summary>At or above this log-likelihood ratio p1 is accepted.</summary>
    public double Upper => Math.Log((1 - Beta) / Alpha);

    /// <summary>At or below this log-likelihood ratio p0 is accepted.</summary>
    public double Lower => Math.Log(Beta / (1 - Alpha));

    /// <summary>The log-likelihood ratio after each answer.</summary>
    public IEnumerable<double> Path(IEnumerable<bool> successes)
    {
        var ratio = 0.0;
        foreach (var success in successes) yield return ratio += Ratio(success ? 1 : 0);
    }

    /// <summary>ln [(p1 c + (1 − p1)(1 − c)) / (p0 c + (1 − p0)(1 − c))] of an answer that is right with probability c; one of which nobody knows says nothing.</summary>
    public double Ratio(double c) => Math.Log((P1 * c + (1 - P1) * (1 - c)) / (P0 * c + (1 - P0) * (1 - c)));

    /// <summary>The first decision, and after how many answers it fell.</summary>
    public (SequentialDecision Decision, int? After) Decide(IEnumerable<bool> successes)
    {
        var seen = 0;
        foreach (var ratio in Path(successes))
        {
            seen++;
            if (ratio >= Upper) return (SequentialDecision.AcceptSecond, seen);
            if (ratio <= Lower) return (SequentialDecision.AcceptFirst, seen);
        }
        return (SequentialDecision.Continue, null);
    }
}
