using TorchSharp;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>Holds the sum of a pair's rewards at zero, which the comparison leaves free: L = c · mean (r₁ + r₂)² (Eisenstein et al. 2023, arXiv 2312.09244, section 2).</summary>
public sealed record CentredRewards
{
    /// <summary>c; 0.01 is common.</summary>
    public double Coefficient { get; init; } = 0.01;

    /// <summary>The penalty, a scalar.</summary>
    /// <param name="first">(P), rewards.</param>
    /// <param name="second">(P), rewards.</param>
    /// <param name="pairs">Pairs of the whole optimizer step.</param>
    public torch.Tensor Compute(torch.Tensor first, torch.Tensor second, long pairs) => Coefficient * (first + second).square().sum() / pairs;
}
