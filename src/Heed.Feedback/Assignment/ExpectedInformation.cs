using MathNet.Numerics;

namespace Heed.Feedback.Assignment;

/// <summary>What is believed of an item's worth: a normal distribution.</summary>
public readonly record struct Worth(double Mean, double Variance);

/// <summary>What is believed of a rater: Beta(α, β) over the probability of answering by the items' worth.</summary>
public readonly record struct Trust(double Alpha, double Beta);

/// <summary>
/// Crowd Bradley–Terry kept up to date answer by answer, and what the next answer is expected to tell (Chen, Bennett, Collins-Thompson and Horvitz 2013,
/// Pairwise ranking aggregation in a crowdsourced setting, sections 4 and 5).
/// </summary>
public sealed record ExpectedInformation
{
    /// <summary>What is learned about the rater counts this much beside what is learned about the items.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>A variance shrinks to this share at most.</summary>
    public double Kappa { get; init; } = 1e-4;

    /// <summary>What is believed after the rater preferred the winner.</summary>
    public (Trust Rater, Worth Winner, Worth Loser) Update(Trust rater, Worth winner, Worth loser)
    {
        var (updated, _) = Believe(rater, winner, loser);
        double w = Math.Exp(winner.Mean), l = Math.Exp(loser.Mean), trusted = rater.Alpha * w, doubted = rater.Beta * l;
        var shift = trusted / (trusted + doubted) - w / (w + l);
        var spread = trusted * doubted / ((trusted + doubted) * (trusted + doubted)) - w * l / ((w + l) * (w + l));
        return (updated, new Worth(winner.Mean + winner.Variance * shift, Shrink(winner.Variance, spread)), new Worth(loser.Mean - loser.Variance * shift, Shrink(loser.Variance, spread)));
    }

    /// <summary>The expected divergence of what will be believed from what is believed now, in nats.</summary>
    public double Gain(Trust rater, Worth first, Worth second)
    {
        var (_, probability) = Believe(rater, first, second);
        var (afterFirst, firstWon, secondLost) = Update(rater, first, second);
        var (afterSecond, secondWon, firstLost) = Update(rater, second, first);
        return probability * (Divergence(firstWon, first) + Divergence(secondLost, second) + Gamma * Divergence(afterFirst, rater))
            + (1 - probability) * (Divergence(firstLost, first) + Divergence(secondWon, second) + Gamma * Divergence(afterSecond, rater));
    }

    /// <summary>The rater after the answer, by the moments of the posterior, and the answer's probability before it.</summary>
    private static (Trust Rater, double Probability) Believe(Trust rater, Worth winner, Worth loser)
    {
        double w = Math.Exp(winner.Mean), l = Math.Exp(loser.Mean), a = rater.Alpha, b = rater.Beta, n = a + b;
        var right = w / (w + l) + 0.5 * (winner.Variance + loser.Variance) * (w * l * (l - w)) / Math.Pow(w + l, 3);
        var wrong = 1 - right;
        var probability = (right * a + wrong * b) / n;
        var mean = (right * (a + 1) * a + wrong * a * b) / (probability * (n + 1) * n);
        var square = (right * (a + 2) * (a + 1) * a + wrong * (a + 1) * a * b) / (probability * (n + 2) * (n + 1) * n);
        var variance = square - mean * mean;
        return (new Trust((mean - square) * mean / variance, (mean - square) * (1 - mean) / variance), probability);
    }

    private double Shrink(double variance, double spread) => variance * Math.Max(1 + variance * spread, Kappa);

    private static double Divergence(Worth of, Worth from)
    {
        var ratio = of.Variance / from.Variance;
        return (of.Mean - from.Mean) * (of.Mean - from.Mean) / (2 * from.Variance) + (ratio - 1 - Math.Log(ratio)) / 2;
    }

    private static double Divergence(Trust of, Trust from) => SpecialFunctions.BetaLn(from.Alpha, from.Beta) - SpecialFunctions.BetaLn(of.Alpha, of.Beta)
        + (of.Alpha - from.Alpha) * SpecialFunctions.DiGamma(of.Alpha) + (of.Beta - from.Beta) * SpecialFunctions.DiGamma(of.Beta)
        + (from.Alpha - of.Alpha + from.Beta - of.Beta) * SpecialFunctions.DiGamma(of.Alpha + of.Beta);
}
