using Heed.Feedback.Statistics;

namespace Heed.Feedback.Balance;

/// <summary>How far a distribution over categories has moved.</summary>
/// <param name="StabilityIndex">Population stability index Σ (q − p) ln(q / p); over 0.25 is commonly called a shift.</param>
/// <param name="KullbackLeibler">KL(new ‖ old) in nats.</param>
/// <param name="JensenShannon">Divergence from the mean of both, in nats.</param>
/// <param name="TotalVariation">Half the sum of the differences.</param>
/// <param name="ChiSquare">Pearson's χ² of the hypothesis that both have the same shares.</param>
public sealed record DistributionShift(double StabilityIndex, double KullbackLeibler, double JensenShannon, double TotalVariation, double ChiSquare)
{
    /// <summary>From counts by category.</summary>
    public static DistributionShift Of(IReadOnlyList<double> old, IReadOnlyList<double> now)
    {
        double[] p = [.. old.Select(x => x / old.Sum())], q = [.. now.Select(x => x / now.Sum())], middle = [.. p.Zip(q, (a, b) => (a + b) / 2)];
        return new DistributionShift(
            p.Zip(q, (a, b) => (b - a) * Math.Log(b / a)).Sum(),
            Divergence(q, p),
            (Divergence(p, middle) + Divergence(q, middle)) / 2,
            p.Zip(q, (a, b) => Math.Abs(a - b)).Sum() / 2,
            ChiSquareTest.Independence([old, now]).ChiSquare);
    }

    private static double Divergence(double[] p, double[] q) => p.Zip(q, (a, b) => a > 0 ? a * Math.Log(a / b) : 0).Sum();
}
