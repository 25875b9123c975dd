using TorchSharp;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>Holds every reward near zero, so neither their level nor their spread drifts: L = c · mean r².</summary>
public sealed record SmallRewards
{
    /// <summary>c; 0.005 suits rewards of a few units.</summary>
    public double Coefficient { get; init; } = 0.005;

    /// <summary>The penalty, a scalar.</summary>
    /// <param name="rewards">(R), rewards.</param>
    /// <param name="count">Rewards of the whole optimizer step.</param>
    public torch.Tensor Compute(torch.Tensor rewards, long count) => Coefficient * rewards.square().sum() / count;
}
