using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Losses;

/// <summary>
/// Truncated importance sampling (Ionides 2008, section 2; for samplers that round otherwise than the trainer, Yao et al. 2025, "Your efficient
/// RL framework secretly brings you off-policy RL training"): w_t = min(π_trainer / π_sampler, C). The loss of a token is multiplied by its weight.
/// </summary>
public sealed record ImportanceWeights
{
    /// <summary>C, above 0.</summary>
    public required double Cap { get; init; }

    /// <summary>The least weight, ≥ 0.</summary>
    public double Floor { get; init; }

    /// <summary>(N), without gradient.</summary>
    /// <param name="trainer">(N), log-probabilities of the sampled tokens as the trainer computes them, before the step.</param>
    /// <param name="sampler">(N), as they were when the tokens were drawn.</param>
    public torch.Tensor Compute(torch.Tensor trainer, torch.Tensor sampler) => (trainer - sampler).detach().exp().clamp(Floor, Cap);
}
