using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Calibration;

/// <summary>How good predicted probabilities of a yes or no are; outcomes are 1 or 0.</summary>
public static class ProperScores
{
    /// <summary>Mean squared difference of probability and outcome (Brier 1950); 0 is best, 0.25 is a constant ½.</summary>
    public static double Brier(IReadOnlyList<double> probabilities, IReadOnlyList<double> outcomes) =>
        probabilities.Zip(outcomes, (p, y) => (p - y) * (p - y)).Average();

    /// <summary>Mean negative log-likelihood in nats of σ(logit); log 2 is a constant ½.</summary>
    public static double LogLoss(IReadOnlyList<double> logits, IReadOnlyList<double> outcomes) =>
        logits.Zip(outcomes, (x, y) => y * LogisticRegression.Softplus(-x) + (1 - y) * LogisticRegression.Softplus(x)).Average();

    /// <summary>Share of predictions on the right side of ½.</summary>
    public static double Accuracy(IReadOnlyList<double> probabilities, IReadOnlyList<double> outcomes) =>
        probabilities.Zip(outcomes, (p, y) => p > 0.5 == y > 0.5 ? 1.0 : 0.0).Average();

    /// <summary>Area under the ROC curve: the chance that a true case scores above a false one, ties ½; NaN with one class only.</summary>
    public static double AreaUnderCurve(IReadOnlyList<double> scores, IReadOnlyList<double> outcomes)
    {
        var ranks = Correlation.Ranks(scores);
        var positives = outcomes.LongCount(y => y > 0.5);
        var negatives = outcomes.Count - positives;
        if (positives == 0 || negatives == 0) return double.NaN;
        var rankSum = 0.0;
        for (var i = 0; i < ranks.Length; i++) if (outcomes[i] > 0.5) rankSum += ranks[i];
        return (rankSum - positives * (positives + 1) / 2.0) / ((double)positives * negatives);
    }
}
