namespace Heed.Feedback.Ranking;

/// <summary>
/// Crowd-BT (Chen, Bennett, Collins-Thompson and Horvitz 2013): rater k follows the Bradley–Terry model with probability η_k and says the
/// opposite otherwise: P(i beats j) = η_k σ(s_i − s_j) + (1 − η_k) σ(s_j − s_i). η of ½ is a coin, below ½ an adversary, whose votes count
/// the other way round. Penalised maximum likelihood by limited-memory BFGS from s = 0, logit η = 1.
/// </summary>
public sealed record CrowdBradleyTerry
{
    /// <summary>Half the precision of the zero-mean prior on every strength and every logit η.</summary>
    public double Ridge { get; init; } = 0.05;

    public RatedStrengthFit Fit(int items, int raters, IReadOnlyList<RatedContest> comparisons) =>
        RatedStrengthFit.Of(new RatedLikelihood(items, raters, comparisons, Ridge, sided: false));
}
