using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization.Shaping;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Advantages;

/// <summary>
/// What is still to come: A_t = Σ_{s≥t} R_s, the score minus the KL from t on; whitened over the batch it is REINFORCE++
/// (Hu 2025, arXiv 2501.03262, eq. 4).
/// </summary>
public sealed record RewardsToGo : AdvantageEstimator
{
    /// <inheritdoc/>
    public override (torch.Tensor Advantages, torch.Tensor? Returns) Compute(ShapedRewards rewards, torch.Tensor? values, Segments answers)
    {
        var (advantages, _) = new GeneralizedAdvantages { Lambda = 1 }.Compute(rewards, torch.zeros_like(rewards.PerToken), answers);
        return (advantages, null);
    }
}
