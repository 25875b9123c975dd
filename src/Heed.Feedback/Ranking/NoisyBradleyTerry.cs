namespace Heed.Feedback.Ranking;

/// <summary>
/// Noisy Bradley–Terry with sides: rater k judges with probability g_k and otherwise picks the left with probability σ(q_k):
/// P(left) = g_k σ(s_l − s_r) + (1 − g_k) σ(q_k). An adversary shows as low skill. Penalised maximum likelihood by limited-memory BFGS from s = 0, q = 0, logit g = 1.
/// </summary>
public sealed record NoisyBradleyTerry
{
    /// <summary>Half the precision of the zero-mean prior on every strength, logit g and q.</summary>
    public double Ridge { get; init; } = 0.05;

    public RatedStrengthFit Fit(int items, int raters, IReadOnlyList<RatedContest> comparisons) =>
        RatedStrengthFit.Of(new RatedLikelihood(items, raters, comparisons, Ridge, sided: true));
}
