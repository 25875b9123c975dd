using MathNet.Numerics;

namespace Heed.Feedback.Statistics;

/// <summary>Exact tests of a share against a fixed probability.</summary>
public sealed record BinomialTest(double TwoSided, double Greater, double Less)
{
    /// <summary>Two-sided: the probability of all outcomes no likelier than the observed one.</summary>
    public static BinomialTest Of(int successes, int trials, double probability = 0.5)
    {
        var mass = Enumerable.Range(0, trials + 1).Select(k => Mass(k, trials, probability)).ToArray();
        var bound = mass[successes] * (1 + 1e-7);
        return new BinomialTest(Math.Min(1, mass.Where(m => m <= bound).Sum()), Math.Min(1, mass[successes..].Sum()), Math.Min(1, mass[..(successes + 1)].Sum()));
    }

    private static double Mass(int k, int n, double p) => p is 0 or 1
        ? (k == (p == 0 ? 0 : n) ? 1 : 0)
        : Math.Exp(SpecialFunctions.BinomialLn(n, k) + k * Math.Log(p) + (n - k) * Math.Log(1 - p));
}
