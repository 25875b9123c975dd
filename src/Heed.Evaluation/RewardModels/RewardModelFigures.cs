using Heed.Evaluation.Calibration;
using Heed.Evaluation.Statistics;
using Heed.Runs;

namespace Heed.Evaluation.RewardModels;

/// <summary>What a reward model is worth on held-out pairs.</summary>
public sealed record RewardModelFigures
{
    private const int BinCount = 10;

    /// <summary>Share of pairs on the side people chose, margins of 0 count ½.</summary>
    public required Measurement Accuracy { get; init; }

    /// <summary>What a perfect judge would reach against these same votes, given how often raters disagree; null where raters are unknown.</summary>
    public double? Ceiling { get; init; }

    /// <summary>Share of pairs on the side of the hidden gold; null without gold.</summary>
    public Measurement? AccuracyGold { get; init; }

    /// <summary>The same over pairs whose gold differs by more than <see cref="ClearGap"/>.</summary>
    public Measurement? AccuracyGoldClear { get; init; }

    /// <summary>Gold difference from which a pair is clear.</summary>
    public double ClearGap { get; init; }

    /// <summary>Bins of equal mass over σ(margin).</summary>
    public required IReadOnlyList<CalibrationBin> Bins { get; init; }

    /// <summary>Expected calibration error over those bins.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>The error below which a perfectly calibrated model would stay in 95 of 100 samples of this size.</summary>
    public required double CalibrationNoise { get; init; }

    /// <summary>Mean log-loss of σ(margin), nats; log 2 = 0.693 knows nothing.</summary>
    public required double LogLoss { get; init; }

    /// <summary>The T that would calibrate the margins best; above 1: overconfident.</summary>
    public required double Temperature { get; init; }

    /// <summary>Area under the ROC curve of the margins.</summary>
    public required double AreaUnderCurve { get; init; }

    /// <summary>Share of pairs of unequal length where the model prefers the longer answer.</summary>
    public required Measurement LongerByModel { get; init; }

    /// <summary>Share of the same pairs where people do.</summary>
    public required Measurement LongerByPeople { get; init; }

    /// <summary>Spearman correlation of margin and length difference.</summary>
    public required double LengthCorrelation { get; init; }

    /// <param name="ceiling">See <see cref="Ceiling"/>.</param>
    /// <param name="clearGap">See <see cref="ClearGap"/>.</param>
    public static RewardModelFigures Of(IReadOnlyList<RewardPair> pairs, double? ceiling = null, double clearGap = 0.1, ulong seed = 0)
    {
        if (pairs.Count < BinCount) throw new ArgumentException($"expected at least {BinCount} held-out pairs, found {pairs.Count}");
        double[] margins = [.. pairs.Select(p => p.Margin)], outcomes = [.. pairs.Select(p => p.FirstPreferred)];
        double[] probabilities = [.. margins.Select(LogisticRegression.Sigmoid)];
        var bins = CalibrationBins.EqualMass(probabilities, outcomes, BinCount);
        var unequal = pairs.Where(p => p.LengthDifference != 0).ToArray();
        return new RewardModelFigures
        {
            Accuracy = Agreement(pairs, p => p.Margin, p => p.FirstPreferred - 0.5),
            Ceiling = ceiling,
            AccuracyGold = Gold(pairs, 0),
            AccuracyGoldClear = Gold(pairs, clearGap),
            ClearGap = clearGap,
            Bins = bins.Bins,
            CalibrationError = bins.ExpectedError,
            CalibrationNoise = Calibration.CalibrationNoise.Quantile95(probabilities, BinCount, new SeededRandom(seed, "evaluation/calibration")),
            LogLoss = ProperScores.LogLoss(margins, outcomes),
            Temperature = TemperatureScaling.Fit(margins, outcomes).Temperature,
            AreaUnderCurve = ProperScores.AreaUnderCurve(margins, outcomes),
            LongerByModel = Agreement(unequal, p => p.Margin, p => p.LengthDifference),
            LongerByPeople = Agreement(unequal, p => p.FirstPreferred - 0.5, p => p.LengthDifference),
            LengthCorrelation = Correlation.Spearman(margins, [.. pairs.Select(p => p.LengthDifference)]),
        };
    }

    private static Measurement? Gold(IEnumerable<RewardPair> pairs, double gap)
    {
        var known = pairs.Where(p => p.GoldDifference is { } d && d != 0 && Math.Abs(d) > gap).ToArray();
        return known.Length == 0 ? null : Agreement(known, p => p.Margin, p => p.GoldDifference!.Value);
    }

    /// <summary>Share of pairs where both have the same sign; a 0 on either side counts ½.</summary>
    private static Measurement Agreement(IReadOnlyCollection<RewardPair> pairs, Func<RewardPair, double> one, Func<RewardPair, double> other) =>
        WilsonInterval.Of(pairs.Sum(p => (1 + Math.Sign(one(p)) * Math.Sign(other(p))) / 2.0), pairs.Count);
}
