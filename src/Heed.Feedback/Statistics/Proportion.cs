namespace Heed.Feedback.Statistics;

/// <summary>Confidence intervals of a share. Successes may be fractional where ties count as half.</summary>
public static class Proportion
{
    /// <summary>Wilson's score interval (1927), without continuity correction: the default.</summary>
    public static Interval Wilson(double successes, double trials, double level)
    {
        double z = Normal(level), p = successes / trials, z2 = z * z / trials;
        double centre = (p + z2 / 2) / (1 + z2), half = z * Math.Sqrt(p * (1 - p) / trials + z2 / trials / 4) / (1 + z2);
        return Clipped(centre - half, centre + half);
    }

    /// <summary>Clopper and Pearson's exact interval (1934): coverage never below the level.</summary>
    public static Interval ClopperPearson(double successes, double trials, double level)
    {
        var tail = (1 - level) / 2;
        return new Interval(
            successes == 0 ? 0 : BetaQuantile.Of(successes, trials - successes + 1, tail),
            successes == trials ? 1 : BetaQuantile.Of(successes + 1, trials - successes, 1 - tail));
    }

    /// <summary>Central interval of the posterior under Jeffreys' prior Beta(½, ½).</summary>
    public static Interval Jeffreys(double successes, double trials, double level)
    {
        var tail = (1 - level) / 2;
        return new Interval(
            BetaQuantile.Of(successes + 0.5, trials - successes + 0.5, tail),
            BetaQuantile.Of(successes + 0.5, trials - successes + 0.5, 1 - tail));
    }

    /// <summary>Agresti and Coull (1998): Wald's interval after adding z²/2 successes and failures.</summary>
    public static Interval AgrestiCoull(double successes, double trials, double level)
    {
        var z = Normal(level);
        return Wald(successes + z * z / 2, trials + z * z, level);
    }

    /// <summary>The normal approximation p ± z √(p (1 − p) / n); poor near 0 and 1.</summary>
    public static Interval Wald(double successes, double trials, double level)
    {
        double p = successes / trials, half = Normal(level) * Math.Sqrt(p * (1 - p) / trials);
        return Clipped(p - half, p + half);
    }

    private static double Normal(double level) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + level) / 2);

    private static Interval Clipped(double low, double high) => new(Math.Max(0, low), Math.Min(1, high));
}
