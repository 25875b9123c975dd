using Heed.Feedback.Statistics;

namespace Heed.Feedback.Reliability;

/// <summary>Two raters who say the same more often than who judges alone.</summary>
/// <param name="Pairs">The pairs both judged.</param>
/// <param name="Share">Share of them on which they say the same.</param>
/// <param name="Expected">What it would be if each judged alone.</param>
/// <param name="P">Probability of so much agreement by chance, adjusted for all the pairs of raters looked at.</param>
public sealed record CopyFinding(int Rater, int Other, int Pairs, double Share, double Expected, double P);

/// <summary>
/// Copying: given how good the two are and what all the others say of the pairs, the votes of two who judge alone have a known probability, and so have those of two of whom one says in half
/// of the cases, or in 19 of 20, what the other said. Mistakes in common count for most. Alone, the ratio of the two exceeds x with probability 1/x at the most (Ville 1939), which is the p-value, adjusted by
/// Holm's method for all pairs of raters with enough in common.
/// </summary>
public sealed record Copying
{
    /// <summary>Pairs that two raters need in common.</summary>
    public int SmallestShared { get; init; } = 20;

    /// <summary>Level of the adjusted p.</summary>
    public double Level { get; init; } = 0.01;

    /// <summary>Smallest excess of agreement that matters.</summary>
    public double SmallestExcess { get; init; } = 0.05;

    public IReadOnlyList<CopyFinding> Fit(LatentGapFit fit)
    {
        var looked = fit.Together.Where(t => t.Count >= SmallestShared).ToArray();
        var p = MultipleTesting.Holm([.. looked.Select(P)]);
        return [.. looked.Select((t, i) => new CopyFinding(t.Rater, t.Other, t.Count, t.Equal / t.Count, t.Expected / t.Count, p[i]))
            .Where(f => f.P <= Level && f.Share - f.Expected >= SmallestExcess).OrderBy(f => f.P)];
    }

    private static double P(SharedPairs together) => Math.Min(1, 2 / (Math.Exp(together.HalfCopied) + Math.Exp(together.Copied)));
}
