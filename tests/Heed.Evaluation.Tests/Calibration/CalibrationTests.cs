using CsCheck;
using Heed.Evaluation.Calibration;
using Heed.Evaluation.Statistics;
using Heed.Runs;
using Xunit;

namespace Heed.Evaluation.Tests.Calibration;

public sealed class CalibrationTests
{
    [Fact]
    public void Calibration_error_weighs_bins_by_their_predictions()
    {
        // (0, 0.5]: 3 predictions of 0.2, one true: |0.2 - 1/3| = 2/15; (0.5, 1]: one of 0.9, true: 0.1. 3/4 · 2/15 + 1/4 · 0.1 = 0.125
        var bins = CalibrationBins.EqualWidth([0.2, 0.2, 0.2, 0.9], [1, 0, 0, 1], 2);
        Assert.Equal(0.125, bins.ExpectedError, 12);
        Assert.Equal(2 / 15.0, bins.MaximumError, 12);
    }

    [Fact]
    public void An_edge_belongs_to_the_bin_below_it() =>
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], CalibrationBins.EqualWidth([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], new double[10], 10).Bins.Select(b => b.Count));

    [Fact]
    public void Every_prediction_falls_into_one_bin() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 60], Gen.Int[1, 20]).Sample((p, count) =>
        {
            var outcomes = new double[p.Length];
            return CalibrationBins.EqualWidth(p, outcomes, count).Bins.Sum(b => b.Count) == p.Length
                && CalibrationBins.EqualMass(p, outcomes, count).Bins.Sum(b => b.Count) == p.Length;
        });

    [Fact]
    public void Brier_is_reliability_less_resolution_plus_uncertainty() =>
        Gen.Select(Gen.Int[0, 10], Gen.Int[0, 1]).Array[2, 50].Sample(data =>
        {
            var parts = BrierDecomposition.Of([.. data.Select(d => d.Item1 / 10.0)], [.. data.Select(d => (double)d.Item2)]);
            return Math.Abs(parts.Brier - (parts.Reliability - parts.Resolution + parts.Uncertainty)) < 1e-12;
        });

    [Fact]
    public void Temperature_undoes_a_scale()
    {
        var random = new SeededRandom(3);
        var logits = Enumerable.Range(0, 4000).Select(_ => 1.5 * random.NextGaussian()).ToArray();
        double[] outcomes = [.. logits.Select(x => random.Chance(LogisticRegression.Sigmoid(x)) ? 1.0 : 0)];
        var fit = TemperatureScaling.Fit([.. logits.Select(x => 3 * x)], outcomes);
        Assert.InRange(fit.Temperature, 2.8, 3.2);
        Assert.True(fit.LossAfter < fit.LossBefore);
    }

    [Fact]
    public void Isotonic_fit_never_falls() =>
        Gen.Select(Gen.Double[-3, 3], Gen.Double[0, 1]).Array[1, 40].Sample(data =>
        {
            var fit = IsotonicRegression.Fit([.. data.Select(d => d.Item1)], [.. data.Select(d => d.Item2)]);
            var values = data.Select(d => d.Item1).Order().Select(fit.At).ToArray();
            return values.Zip(values.Skip(1)).All(p => p.First <= p.Second + 1e-12);
        });

    [Fact]
    public void A_calibrated_predictor_stays_under_the_noise_of_its_sample_size()
    {
        var random = new SeededRandom(4);
        var probabilities = Enumerable.Range(0, 500).Select(_ => random.NextDouble()).ToArray();
        var noise = CalibrationNoise.Quantile95(probabilities, 10, new SeededRandom(5));
        Assert.InRange(noise, 0.03, 0.12);
        var under = Enumerable.Range(0, 100).Count(_ => CalibrationBins.EqualMass(probabilities, [.. probabilities.Select(p => random.Chance(p) ? 1.0 : 0)], 10).ExpectedError <= noise);
        Assert.InRange(under, 88, 100);
    }

    [Fact]
    public void Area_under_the_curve_needs_both_classes() => Assert.True(double.IsNaN(ProperScores.AreaUnderCurve([1, 2], [1, 1])));
}
