namespace Heed.Feedback.Reliability;

/// <summary>
/// A crowd that compares pairs of answers. Pair p has a latent gap x_p = γ d_p + e_p, e_p ~ N(0, 1): how much better its first answer is.
/// Rater r prefers the first answer with probability
/// <code>σ(skill_r · x_p + side_r · s + length_r · d_p)</code>
/// with s = ±1 by the side on which the first answer was shown and d_p the standardised difference of lengths. It is the two-parameter
/// item response model for paired comparisons with the rater's own biases beside the skill; an adversary has a negative skill, so its votes
/// count the other way round, and a rater who prefers the left still counts for what is left of its judgement.
/// Fitted by marginal maximum likelihood: EM over a grid of e (Bock and Aitkin 1981), a Newton step a rater and iteration.
/// </summary>
/// <remarks>
/// γ and a length effect common to all raters cannot be told apart by votes. What the raters share, in proportion to their skill, is taken as
/// quality that comes with length (γ, a median over raters, so that few biased ones do not move it); length_r is what a rater adds of its own.
/// </remarks>
public sealed record LatentGapModel
{
    /// <summary>Nodes of the grid of e over [−4.5, 4.5].</summary>
    public int Nodes { get; init; } = 37;

    /// <summary>
    /// c in [0, 1): how much alike the pairs are. e is drawn from ½ N(c, 1 − c²) + ½ N(−c, 1 − c²), whose variance is 1: normal at 0; towards 1 every pair is as clear as any other, as Dawid
    /// and Skene have it.
    /// </summary>
    public double Clearness { get; init; }

    /// <summary>Precision of the normal prior of skill, around <see cref="PriorSkill"/>.</summary>
    public double SkillPrecision { get; init; } = 0.08;

    /// <summary>Mean of the prior of skill, in units per standard deviation of the gap.</summary>
    public double PriorSkill { get; init; } = 2;

    /// <summary>Precision of the zero-mean normal prior of the side effect and of the whole length effect.</summary>
    public double BiasPrecision { get; init; } = 0.25;

    /// <summary>EM stops when no parameter moves by more than this.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>EM stops after so many iterations at the latest.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>The density of e, but for its factor.</summary>
    internal double Density(double e)
    {
        var precision = 1 / (1 - Clearness * Clearness);
        return Math.Exp(-precision * (e - Clearness) * (e - Clearness) / 2) + Math.Exp(-precision * (e + Clearness) * (e + Clearness) / 2);
    }

    /// <summary>Fits skills, biases and the posterior of every pair's gap.</summary>
    public LatentGapFit Fit(PairVotes votes) => new LatentGapEstimation(this, votes, [.. Enumerable.Repeat(true, votes.Raters)], 0).Run();

    /// <summary>
    /// The same with the side and length effects of raters who show none held at none: what is not there need not be estimated, and what is left of the votes tells more about skills.
    /// </summary>
    /// <param name="biased">By rater: whether it may have effects of its own.</param>
    /// <param name="lengthQuality">γ, which held length effects follow.</param>
    public LatentGapFit Fit(PairVotes votes, IReadOnlyList<bool> biased, double lengthQuality) => new LatentGapEstimation(this, votes, biased, lengthQuality).Run();
}
