using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Calibration;

/// <summary>p = σ(slope · logit + intercept) (Platt 1999).</summary>
public sealed record PlattScaling(double Slope, double Intercept)
{
    /// <summary>Maximum likelihood over the outcomes as they are.</summary>
    public static PlattScaling Fit(IReadOnlyList<double> logits, IReadOnlyList<double> outcomes) => FitTargets(logits, outcomes);

    /// <summary>Platt's smoothed targets, (N⁺ + 1)/(N⁺ + 2) and 1/(N⁻ + 2), which keep separable data finite.</summary>
    public static PlattScaling FitSmoothed(IReadOnlyList<double> logits, IReadOnlyList<double> outcomes)
    {
        var positives = outcomes.Count(y => y > 0.5);
        var negatives = outcomes.Count - positives;
        var (yes, no) = ((positives + 1.0) / (positives + 2.0), 1.0 / (negatives + 2.0));
        return FitTargets(logits, [.. outcomes.Select(y => y > 0.5 ? yes : no)]);
    }

    public double Probability(double logit) => LogisticRegression.Sigmoid(Slope * logit + Intercept);

    private static PlattScaling FitTargets(IReadOnlyList<double> logits, IReadOnlyList<double> targets)
    {
        var rows = new double[logits.Count, 2];
        for (var i = 0; i < logits.Count; i++) (rows[i, 0], rows[i, 1]) = (logits[i], 1);
        var fit = LogisticRegression.Fit(rows, targets);
        return new PlattScaling(fit.Coefficients[0], fit.Coefficients[1]);
    }
}
