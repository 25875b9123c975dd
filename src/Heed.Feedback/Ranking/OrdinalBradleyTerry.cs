using Heed.Feedback.Statistics;

namespace Heed.Feedback.Ranking;

/// <summary>Two items, by index, which was better, and by how much.</summary>
/// <param name="Strength">1 slightly, more for more; null where that was not said, and for ties.</param>
/// <param name="Cluster">Contests that are not independent of each other share a cluster, such as a rater.</param>
public readonly record struct GradedContest(int First, int Second, Outcome Outcome, int? Strength = null, int Cluster = 0);

/// <summary>Where one level of strength begins.</summary>
/// <param name="Strength">The level that begins above it; the lowest ends a tie, where there are any.</param>
/// <param name="At">Difference of strengths in logits above which that level or more is said in half of the cases.</param>
public sealed record LevelThreshold(int Strength, Estimate At);

/// <summary>Strengths with the thresholds of the levels.</summary>
/// <param name="Strengths">In logits; they sum to zero.</param>
/// <param name="ClusteredErrors">Standard errors of the strengths where contests of a cluster depend on each other.</param>
/// <param name="Thresholds">From the lowest; one fewer than levels where there are no ties, since a strength of nothing parts the two sides.</param>
public sealed record GradedStrengthFit(StrengthFit Strengths, IReadOnlyList<double> ClusteredErrors, IReadOnlyList<LevelThreshold> Thresholds);

/// <summary>
/// Bradley–Terry with levels, a cumulative logit that is the same seen from both sides (Tutz 1986, "Bradley–Terry–Luce models with an ordered response"; Agresti 1992, "Analysis of ordinal
/// paired comparison data"). With d = θ_i − θ_j and thresholds 0 ≤ τ₁ &lt; τ₂ &lt; …,
/// <code>P(i better by level k or more) = σ(d − τ_k),  P(j better by level k or more) = σ(−d − τ_k),  P(tie) = 1 − σ(d − τ₁) − σ(−d − τ₁)</code>
/// Without ties τ₁ is 0: a scale without a middle, such as the one of 8 points. With one level it is Bradley and Terry's model, with ties too Rao and Kupper's. "Better" without a level is any
/// of them. Levels that nobody used have no threshold. Newton's method; the likelihood is concave.
/// </summary>
public sealed record OrdinalBradleyTerry
{
    /// <summary>α of the penalty α Σ θ²; keeps strengths finite where an item always wins.</summary>
    public double Ridge { get; init; }

    /// <exception cref="NoEstimateException">Where the contests do not determine strengths or thresholds.</exception>
    public GradedStrengthFit Fit(int items, IEnumerable<GradedContest> contests)
    {
        var likelihood = new GradedLikelihood(items, Ridge, [.. contests]);
        var fit = likelihood.Maximum(likelihood.Start());
        return new GradedStrengthFit(StrengthFit.Of(fit, items), [.. fit.ClusteredErrors.Take(items)],
            [.. likelihood.Levels.Select((level, k) => new LevelThreshold(level, fit.Estimate(items + k)))]);
    }
}
