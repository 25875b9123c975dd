using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Losses;

/// <summary>
/// The critic's loss: ℓ_t = ½ max((V − R)², (V_old + clip(V − V_old, ±c) − R)²) (the code of Schulman et al. 2017; Huang et al. 2022,
/// "The 37 implementation details of PPO", no. 9).
/// </summary>
public sealed record ClippedValue
{
    /// <summary>c, in units of reward; null for a plain squared error.</summary>
    public double? Clip { get; init; } = 0.2;

    /// <summary>The loss of each token, and where the clip took hold, both (N).</summary>
    /// <param name="values">(N), with gradient.</param>
    /// <param name="old">(N), values before the step.</param>
    /// <param name="returns">(N).</param>
    public (torch.Tensor PerToken, torch.Tensor Clipped) Compute(torch.Tensor values, torch.Tensor old, torch.Tensor returns)
    {
        var plain = (values - returns).square();
        if (Clip is not { } c) return (plain / 2, torch.zeros_like(plain) > 0);
        var clipped = (old + (values - old).clamp(-c, c) - returns).square();
        return (torch.maximum(plain, clipped) / 2, clipped > plain);
    }
}
