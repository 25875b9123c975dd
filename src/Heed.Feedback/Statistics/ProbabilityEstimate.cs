using MathNet.Numerics;

namespace Heed.Feedback.Statistics;

/// <summary>A probability with its standard error on the scale of logits, where errors near 0 and 1 are even; the interval is the normal one at 95 % there, taken back.</summary>
/// <param name="Logit">ln p / (1 − p).</param>
/// <param name="LogitError">Its standard error, ≥ 0.</param>
public readonly record struct ProbabilityEstimate(double Logit, double LogitError)
{
    /// <summary>From a probability and its standard error: the error of the logit by the delta method.</summary>
    public static ProbabilityEstimate Of(double value, double standardError)
    {
        var held = Math.Clamp(value, 1e-6, 1 - 1e-6);
        return new ProbabilityEstimate(SpecialFunctions.Logit(held), standardError / (held * (1 - held)));
    }

    /// <summary>Estimates by several models with the models' weights: the mean of the logits, with what the models differ by in its error (Buckland, Burnham and Augustin 1997).</summary>
    public static ProbabilityEstimate Mixed(IReadOnlyList<ProbabilityEstimate> estimates, IReadOnlyList<double> weights)
    {
        var mean = estimates.Zip(weights, (e, w) => w * e.Logit).Sum();
        var variance = estimates.Zip(weights, (e, w) => w * (e.LogitError * e.LogitError + (e.Logit - mean) * (e.Logit - mean))).Sum();
        return new ProbabilityEstimate(mean, Math.Sqrt(variance));
    }

    public double Value => SpecialFunctions.Logistic(Logit);

    /// <summary>The 95 % interval.</summary>
    public Interval Interval
    {
        get
        {
            var logits = new Estimate(Logit, LogitError);
            return new Interval(SpecialFunctions.Logistic(logits.Low), SpecialFunctions.Logistic(logits.High));
        }
    }

    public override string ToString() => $"{Value:0.00} ({Interval.Low:0.00} to {Interval.High:0.00})";
}
