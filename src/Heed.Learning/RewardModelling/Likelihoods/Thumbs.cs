using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>Thumbs up or down on single answers: P(up) = σ(r − threshold), L = Σ w·(−log P) / Σ w, the logistic loss.</summary>
public sealed record Thumbs
{
    /// <summary>The loss, a scalar.</summary>
    /// <param name="rewards">(B), rewards.</param>
    /// <param name="up">(B), 1 for up, 0 for down.</param>
    /// <param name="threshold">The reward at which up and down are equally likely, a scalar.</param>
    /// <param name="weights">(B), ≥ 0.</param>
    public torch.Tensor Compute(torch.Tensor rewards, torch.Tensor up, torch.Tensor threshold, torch.Tensor weights)
    {
        var logit = rewards - threshold;
        return (weights * (up * softplus(-logit) + (1 - up) * softplus(logit))).sum() / weights.sum();
    }
}
