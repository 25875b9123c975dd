using Heed.Learning.Packing;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Shaping;

/// <summary>
/// Rewards token by token: R_t = −β·KL_t, plus the answer's score at its last token (Stiennon et al. 2020, arXiv 2009.01325, section 3.4).
/// The penalty for an answer without an end is taken off before the score is clipped.
/// </summary>
public sealed record KlShapedRewards
{
    /// <summary>How a token's KL is estimated.</summary>
    public KlEstimator Estimator { get; init; } = new K1();

    /// <summary>Scores are clipped to ± this; null clips nothing.</summary>
    public double? ScoreClip { get; init; }

    /// <summary>Taken off the score of an answer that was cut before it ended.</summary>
    public double MissingEndPenalty { get; init; }

    /// <summary>The shaped rewards.</summary>
    /// <param name="policy">(N), log-probabilities of the policy that answered.</param>
    /// <param name="reference">(N), log-probabilities of the reference.</param>
    /// <param name="scores">(B), rewards of whole answers.</param>
    /// <param name="ended">(B), 1 where the answer ended by itself, else 0.</param>
    /// <param name="answers">Borders of the answers.</param>
    /// <param name="coefficient">β.</param>
    public ShapedRewards Compute(torch.Tensor policy, torch.Tensor reference, torch.Tensor scores, torch.Tensor ended, Segments answers, double coefficient)
    {
        var kl = Estimator.Compute(policy - reference);                                                // (N)
        var score = scores - MissingEndPenalty * (1 - ended);                                          // (B)
        if (ScoreClip is { } limit) score = score.clamp(-limit, limit);
        var last = answers.Last().ToList();
        var token = torch.tensor(last.Select(l => (long)l.Token).ToArray());
        var answer = torch.tensor(last.Select(l => (long)l.Answer).ToArray());
        var rewards = (-coefficient * kl).index_add(0, token, score.index_select(0, answer), 1);       // (N)
        return new ShapedRewards(rewards, answers.Sum(kl), score);
    }
}

/// <summary>Rewards token by token (N), the KL of each answer summed over its tokens (B), and the scores as they entered (B).</summary>
public sealed record ShapedRewards(torch.Tensor PerToken, torch.Tensor Kl, torch.Tensor Scores);
