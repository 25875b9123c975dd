namespace Heed.Learning.RewardModelling;

/// <summary>How a reward model does on pairs it has not learned from.</summary>
/// <param name="Pairs">Pairs measured.</param>
/// <param name="Loss">Mean −log likelihood of what people thought, weighted.</param>
/// <param name="Accuracy">Weighted share of votes the model sides with: p where it prefers the first, 1 − p where the second, ½ at a tie.</param>
/// <param name="Ceiling">The accuracy of somebody who always sides with the majority: what the votes' own disagreement leaves possible.</param>
/// <param name="CalibrationError">Expected calibration error of P(first better) over ten bins of equal width.</param>
/// <param name="LengthCorrelation">Pearson's correlation of score and length in tokens; near ±1 the model mostly counts.</param>
/// <param name="LongerAccuracy">The accuracy of always preferring the longer answer.</param>
/// <param name="Calibration">Predicted against observed, bin by bin.</param>
public sealed record RewardEvaluation(int Pairs, double Loss, double Accuracy, double Ceiling, double CalibrationError, double LengthCorrelation,
    double LongerAccuracy, IReadOnlyList<CalibrationBin> Calibration)
{
    private const int Bins = 10;

    /// <summary>Measures raw scores against what people thought.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="first">Raw scores of the first answers.</param>
    /// <param name="second">Raw scores of the second answers.</param>
    public static RewardEvaluation Of(IReadOnlyList<RatedPair> pairs, double[] first, double[] second)
    {
        var weight = pairs.Sum(p => p.Weight);
        double Mean(Func<RatedPair, int, double> of) => pairs.Select((p, i) => p.Weight * of(p, i)).Sum() / weight;
        var bins = Binned(pairs, first, second);
        return new RewardEvaluation(pairs.Count,
            Mean((p, i) => p.FirstBetter * Softplus(second[i] - first[i]) + (1 - p.FirstBetter) * Softplus(first[i] - second[i])),
            Mean((p, i) => SidedWith(p, first[i].CompareTo(second[i]))),
            Mean((p, _) => Math.Max(p.FirstBetter, 1 - p.FirstBetter)),
            bins.Sum(b => b.Weight * Math.Abs(b.Predicted - b.Observed)) / weight,
            Correlation([.. first, .. second], [.. pairs.Select(p => (double)p.First.Answer.Length), .. pairs.Select(p => (double)p.Second.Answer.Length)]),
            Mean((p, _) => SidedWith(p, p.First.Answer.Length.CompareTo(p.Second.Answer.Length))),
            bins);
    }

    private static double SidedWith(RatedPair pair, int preferred) => preferred switch { > 0 => pair.FirstBetter, < 0 => 1 - pair.FirstBetter, _ => 0.5 };

    private static List<CalibrationBin> Binned(IReadOnlyList<RatedPair> pairs, double[] first, double[] second) =>
    [
        .. pairs.Select((pair, i) => (pair, p: 1 / (1 + Math.Exp(second[i] - first[i]))))
            .GroupBy(x => Math.Min((int)(x.p * Bins), Bins - 1)).OrderBy(g => g.Key)
            .Select(g => (g, weight: g.Sum(x => x.pair.Weight))).Where(b => b.weight > 0)
            .Select(b => new CalibrationBin(b.g.Sum(x => x.pair.Weight * x.p) / b.weight, b.g.Sum(x => x.pair.Weight * x.pair.FirstBetter) / b.weight, b.weight, b.g.Count()))
    ];

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Correlation(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        var covariance = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum();
        return covariance / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }
}

/// <summary>Pairs that the model is about equally sure of.</summary>
/// <param name="Predicted">Mean P(first better) of the model.</param>
/// <param name="Observed">Mean P(first better) of people.</param>
/// <param name="Weight">Weight of the pairs.</param>
/// <param name="Count">Number of pairs.</param>
public sealed record CalibrationBin(double Predicted, double Observed, double Weight, int Count);
