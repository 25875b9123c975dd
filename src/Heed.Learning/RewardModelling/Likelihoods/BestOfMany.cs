using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>The choice of the best of K: L = mean −log softmax(s)_best (Ziegler et al. 2019, arXiv 1909.08593, eq. 1).</summary>
public sealed record BestOfMany
{
    /// <summary>The loss, a scalar.</summary>
    /// <param name="scores">(B, K), rewards.</param>
    /// <param name="best">(B), int64.</param>
    public torch.Tensor Compute(torch.Tensor scores, torch.Tensor best) => -log_softmax(scores, 1).gather(1, best.unsqueeze(1)).mean();
}
