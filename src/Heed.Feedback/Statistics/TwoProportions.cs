using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Heed.Feedback.Statistics;

/// <summary>Two shares compared: normal approximation with pooled variance, Fisher's exact test, χ², effect sizes.</summary>
public sealed record TwoProportions(double Z, double P, double OddsRatio, double FisherP, double ChiSquare, double YatesChiSquare, double Difference, double CohenH)
{
    public static TwoProportions Of(int successes, int trials, int otherSuccesses, int otherTrials)
    {
        double p = (double)successes / trials, q = (double)otherSuccesses / otherTrials, n = trials + otherTrials, pooled = (successes + otherSuccesses) / n;
        var z = (p - q) / Math.Sqrt(pooled * (1 - pooled) * (1.0 / trials + 1.0 / otherTrials));
        double a = successes, b = trials - successes, c = otherSuccesses, d = otherTrials - otherSuccesses;
        var margins = (a + b) * (c + d) * (a + c) * (b + d);
        var yates = n * Math.Pow(Math.Max(0, Math.Abs(a * d - b * c) - n / 2), 2) / margins;
        return new TwoProportions(z, Tail.Normal(z), a * d / (b * c), Fisher(successes, trials, otherSuccesses, otherTrials), n * Math.Pow(a * d - b * c, 2) / margins, yates, p - q, EffectSize(p, q));
    }

    /// <summary>Cohen's h = 2 arcsin √p − 2 arcsin √q.</summary>
    public static double EffectSize(double p, double q) => 2 * Math.Asin(Math.Sqrt(p)) - 2 * Math.Asin(Math.Sqrt(q));

    /// <summary>Probability of finding the difference of p and q with n items in each group, two-sided.</summary>
    public static double Power(double p, double q, double n, double alpha)
    {
        double shift = Math.Abs(EffectSize(p, q)) * Math.Sqrt(n / 2), bound = Normal.InvCDF(0, 1, 1 - alpha / 2);
        return Normal.CDF(0, 1, shift - bound) + Normal.CDF(0, 1, -shift - bound);
    }

    /// <summary>Items needed in each group to reach a power.</summary>
    public static double GroupSize(double p, double q, double alpha, double power)
    {
        double low = 1, high = 2;
        while (Power(p, q, high, alpha) < power) high *= 2;
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (Power(p, q, middle, alpha) < power) low = middle; else high = middle;
        }
        return high;
    }

    /// <summary>Two-sided: the probability of all tables with these margins no likelier than the observed one.</summary>
    private static double Fisher(int successes, int trials, int otherSuccesses, int otherTrials)
    {
        int all = successes + otherSuccesses, low = Math.Max(0, all - otherTrials), high = Math.Min(trials, all);
        var total = SpecialFunctions.BinomialLn(trials + otherTrials, all);
        double Mass(int k) => Math.Exp(SpecialFunctions.BinomialLn(trials, k) + SpecialFunctions.BinomialLn(otherTrials, all - k) - total);
        var bound = Mass(successes) * (1 + 1e-10);
        return Math.Min(1, Enumerable.Range(low, high - low + 1).Select(Mass).Where(m => m <= bound).Sum());
    }
}
