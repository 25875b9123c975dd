using Heed.Feedback.Statistics;

namespace Heed.Feedback.Ranking;

/// <summary>Strengths with the readiness to call a tie.</summary>
/// <param name="Strengths">Strengths of the items.</param>
/// <param name="Tie">log ν of Davidson's model, η of Rao and Kupper's.</param>
public sealed record TiedStrengthFit(StrengthFit Strengths, Estimate Tie);

/// <summary>
/// Davidson (1970): weights π_i and π_j for a win and ν √(π_i π_j) for a tie, π = exp θ. A conditional logit in θ and log ν.
/// </summary>
public sealed record Davidson
{
    public TiedStrengthFit Fit(int items, IEnumerable<Contest> comparisons)
    {
        var choices = comparisons.CountBy(c => c).Select(c => new ObservedChoice((int)c.Key.Outcome,
        [
            [new(c.Key.First, 1)],
            [new(c.Key.Second, 1)],
            [new(c.Key.First, 0.5), new(c.Key.Second, 0.5), new(items, 1)],
        ], c.Value)).ToArray();
        var fit = new ConditionalLogit { Located = items }.Fit(items + 1, choices);
        return new TiedStrengthFit(StrengthFit.Of(fit, items), new Estimate(fit.Parameters[items], fit.StandardErrors[items]));
    }
}
