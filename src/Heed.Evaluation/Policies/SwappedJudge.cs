namespace Heed.Evaluation.Policies;

/// <summary>What a judge said of a pair.</summary>
public enum Verdict { First, Second, Tie }

/// <summary>
/// A judge asked twice, the second time with the sides exchanged: a verdict counts only where both orders agree, else it is a tie
/// (Zheng et al. 2023).
/// </summary>
/// <param name="Verdicts">One a pair, in terms of the first order's systems.</param>
/// <param name="Consistency">Share of pairs with the same verdict in both orders.</param>
/// <param name="FirstPositionRate">Share of the decided answers, both orders together, that chose the side shown first; ½ is unbiased.</param>
public sealed record SwappedJudge(IReadOnlyList<Verdict> Verdicts, double Consistency, double FirstPositionRate)
{
    /// <param name="asShown">Verdicts with system A first: First means A.</param>
    /// <param name="swapped">Verdicts with system B first: First means B.</param>
    public static SwappedJudge Of(IReadOnlyList<Verdict> asShown, IReadOnlyList<Verdict> swapped)
    {
        var pairs = asShown.Zip(swapped, (a, b) => (first: a, second: Exchange(b))).ToArray();
        var decided = asShown.Concat(swapped).Where(v => v != Verdict.Tie).ToArray();
        return new SwappedJudge(
            [.. pairs.Select(p => p.first == p.second ? p.first : Verdict.Tie)],
            pairs.Average(p => p.first == p.second ? 1.0 : 0.0),
            decided.Select(v => v == Verdict.First ? 1.0 : 0.0).DefaultIfEmpty(double.NaN).Average());
    }

    private static Verdict Exchange(Verdict verdict) => verdict switch
    {
        Verdict.First => Verdict.Second,
        Verdict.Second => Verdict.First,
        _ => Verdict.Tie,
    };
}
