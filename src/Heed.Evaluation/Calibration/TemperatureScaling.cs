using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Calibration;

/// <summary>
/// One number T that makes σ(logit / T) as likely as possible (Guo et al. 2017, section 4.2). T &gt; 1: the scores are overconfident;
/// a reward model's order of answers does not change.
/// </summary>
/// <param name="Temperature">The best T, between e⁻³ and e³.</param>
/// <param name="LossBefore">Mean log-loss at T = 1, nats.</param>
/// <param name="LossAfter">Mean log-loss at the best T, nats.</param>
public sealed record TemperatureScaling(double Temperature, double LossBefore, double LossAfter)
{
    private const double Widest = 3;

    /// <summary>Bisection on the derivative by 1/T: the loss is convex in 1/T.</summary>
    public static TemperatureScaling Fit(IReadOnlyList<double> logits, IReadOnlyList<double> outcomes)
    {
        var (low, high) = (-Widest, Widest);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            if (Slope(logits, outcomes, Math.Exp(-middle)) > 0) low = middle;
            else high = middle;
        }
        var temperature = Math.Exp((low + high) / 2);
        return new TemperatureScaling(temperature, ProperScores.LogLoss(logits, outcomes), ProperScores.LogLoss(Scaled(logits, temperature), outcomes));
    }

    /// <summary>The logits divided by a temperature.</summary>
    public static double[] Scaled(IReadOnlyList<double> logits, double temperature) => [.. logits.Select(x => x / temperature)];

    /// <summary>d loss / d (1/T): positive where the inverse temperature is too large, so T must grow.</summary>
    private static double Slope(IReadOnlyList<double> logits, IReadOnlyList<double> outcomes, double inverse)
    {
        var sum = 0.0;
        for (var i = 0; i < logits.Count; i++) sum += (LogisticRegression.Sigmoid(logits[i] * inverse) - outcomes[i]) * logits[i];
        return sum;
    }
}
