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
        var parameters = likelihood.Start();
        for (var iteration = 0; iteration < 200; iteration++)
        {
            var (value, gradient, information) = likelihood.Derivatives(parameters);
            var step = (Cholesky.Of(information) ?? throw new NoEstimateException()).Solve(gradient);
            var scale = Math.Min(1, 2 / Math.Max(1e-300, step.Max(Math.Abs)));
            while (scale > 1e-10 && !likelihood.Rises(Moved(parameters, step, scale), value)) scale /= 2;
            parameters = Moved(parameters, step, scale);
            if (parameters.Max(Math.Abs) > 60) throw new NoEstimateException();
            if (scale * step.Max(Math.Abs) < 1e-12) break;
        }
        return Summary(items, likelihood, parameters);
    }

    private static GradedStrengthFit Summary(int items, GradedLikelihood likelihood, double[] parameters)
    {
        var (_, _, information) = likelihood.Derivatives(parameters);
        var covariance = (Cholesky.Of(information) ?? throw new NoEstimateException()).Inverse();
        for (var i = 0; i < items; i++)
            for (var j = 0; j < items; j++) covariance[i, j] -= 1.0 / items;
        var scores = likelihood.Scores(parameters);
        var clustered = scores.GroupBy(s => s.Cluster).Select(g => (Sum(g.Select(s => (s.Score, s.Count)), parameters.Length), 1.0));
        var robust = ConditionalLogit.Between(covariance, scores.Select(s => (s.Score, s.Count)));
        var dependent = ConditionalLogit.Between(covariance, clustered);
        Estimate Of(int i) => new(parameters[i], Math.Sqrt(covariance[i, i]));
        return new GradedStrengthFit(
            new StrengthFit([.. Enumerable.Range(0, items).Select(Of)], covariance, Roots(robust, items), likelihood.LogLikelihood(parameters)),
            Roots(dependent, items),
            [.. likelihood.Levels.Select((level, k) => new LevelThreshold(level, Of(items + k)))]);
    }

    private static double[] Sum(IEnumerable<(double[] Score, double Count)> scores, int size)
    {
        var sum = new double[size];
        foreach (var (score, count) in scores)
            for (var i = 0; i < size; i++) sum[i] += count * score[i];
        return sum;
    }

    private static double[] Roots(double[,] matrix, int count) => [.. Enumerable.Range(0, count).Select(i => Math.Sqrt(Math.Max(0, matrix[i, i])))];

    private static double[] Moved(double[] parameters, double[] step, double scale) => [.. parameters.Zip(step, (p, s) => p + scale * s)];
}
