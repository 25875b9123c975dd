using TorchSharp;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>Ratings as targets: L = mean (r − y)², the Gaussian likelihood.</summary>
public sealed record SquaredError
{
    /// <summary>The loss, a scalar; both arguments (B).</summary>
    public torch.Tensor Compute(torch.Tensor rewards, torch.Tensor ratings) => (rewards - ratings).square().mean();
}
