using MathNet.Numerics.Distributions;

namespace Heed.Evaluation.Memorisation;

/// <summary>
/// How much more likely a planted secret is than its like: log₂|R| - log₂ rank among all candidates R, itself included; rank 1 is the
/// lowest loss (Carlini et al. 2019, definition 5). Without memorisation it is 1.44 bits on average.
/// </summary>
/// <param name="Rank">1 + candidates with strictly lower loss.</param>
/// <param name="Exposure">Bits, at most log₂|R|.</param>
/// <param name="Estimated">Bits from a normal fit to the candidates' losses: may exceed log₂|R| (section 4.3).</param>
public sealed record CanaryExposure(long Rank, double Exposure, double Estimated)
{
    /// <summary>Expected exposure of a secret never seen: the mean of an exponential variable of rate ln 2.</summary>
    public const double ByChance = 1.442695040888963407;

    /// <summary>The exposure of a secret with this loss among the losses of candidates that were never planted.</summary>
    public static CanaryExposure Of(double canaryLoss, IReadOnlyList<double> candidateLosses)
    {
        if (candidateLosses.Count < 2) throw new ArgumentException($"expected at least 2 candidates, found {candidateLosses.Count}");
        var rank = 1 + candidateLosses.Count(loss => loss < canaryLoss);
        return new CanaryExposure(rank, Math.Log2(candidateLosses.Count + 1) - Math.Log2(rank), NormalEstimate(canaryLoss, candidateLosses));
    }

    private static double NormalEstimate(double loss, IReadOnlyList<double> candidates)
    {
        var mean = candidates.Average();
        var deviation = Math.Sqrt(candidates.Sum(c => (c - mean) * (c - mean)) / (candidates.Count - 1));
        return -Math.Log2(Math.Max(Normal.CDF(mean, deviation, loss), 1e-300));
    }
}
