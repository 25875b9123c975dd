using Heed.Evaluation.Statistics;
using Heed.Runs;

namespace Heed.Evaluation.Calibration;

/// <summary>
/// The calibration error that chance alone gives a perfectly calibrated predictor on as many predictions: outcomes are drawn from the
/// predicted probabilities themselves (Bröcker and Smith 2007). An error is worth attention only above it.
/// </summary>
public static class CalibrationNoise
{
    /// <summary>The 95 % quantile of the expected calibration error over bins of equal mass.</summary>
    public static double Quantile95(IReadOnlyList<double> probabilities, int bins, SeededRandom random, int draws = 200) =>
        Quantile.Of(Enumerable.Range(0, draws).Select(_ =>
        {
            double[] outcomes = [.. probabilities.Select(p => random.Chance(p) ? 1.0 : 0.0)];
            return CalibrationBins.EqualMass(probabilities, outcomes, bins).ExpectedError;
        }).ToArray(), 0.95);
}
