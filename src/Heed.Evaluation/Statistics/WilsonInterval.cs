using MathNet.Numerics.Distributions;

namespace Heed.Evaluation.Statistics;

/// <summary>Score interval of a proportion (Wilson 1927), without continuity correction; never leaves [0, 1].</summary>
public static class WilsonInterval
{
    /// <summary>The interval of <paramref name="successes"/> (half successes allowed: a tie counts ½) among <paramref name="trials"/>.</summary>
    /// <param name="level">Confidence, 0.95 where not said.</param>
    public static Measurement Of(double successes, long trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (successes < 0 || successes > trials) throw new ArgumentOutOfRangeException(nameof(successes), successes, $"expected 0 to {trials}");
        if (trials == 0) return new Measurement(double.NaN, 0, 1, 0);
        var p = successes / trials;
        var z = Normal.InvCDF(0, 1, 0.5 + level / 2);
        var shrink = 1 + z * z / trials;
        var centre = (p + z * z / (2 * trials)) / shrink;
        var half = z / shrink * Math.Sqrt(p * (1 - p) / trials + z * z / (4.0 * trials * trials));
        return new Measurement(p, Math.Clamp(centre - half, 0, p), Math.Clamp(centre + half, p, 1), trials);
    }
}
