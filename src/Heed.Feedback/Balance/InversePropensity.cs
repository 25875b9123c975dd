using Heed.Feedback.Statistics;

namespace Heed.Feedback.Balance;

/// <summary>Means of values that were observed with known probabilities, each weighted by 1 / propensity.</summary>
/// <param name="HorvitzThompson">Σ v / p over n: unbiased.</param>
/// <param name="Hajek">Σ v / p over Σ 1 / p: slightly biased, steadier.</param>
/// <param name="EffectiveSampleSize">How many equally weighted values these are worth.</param>
public sealed record InversePropensity(double HorvitzThompson, double Hajek, double EffectiveSampleSize)
{
    public static InversePropensity Of(IReadOnlyList<double> propensities, IReadOnlyList<double> values)
    {
        var weights = propensities.Select(p => 1 / p).ToArray();
        var sum = weights.Zip(values, (w, v) => w * v).Sum();
        return new InversePropensity(sum / values.Count, sum / weights.Sum(), EffectiveSize.Of(weights));
    }
}
