using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Losses;

/// <summary>
/// The clipped surrogate: ℓ_t = max(−A r, −A clip(r, 1−ε_low, 1+ε_high)), r = π/π_old (Schulman et al. 2017, arXiv 1707.06347, eq. 7);
/// with a dual clip, for A &lt; 0, min(ℓ_t, −c A) (Ye et al. 2020, arXiv 1912.09729, eq. 5).
/// </summary>
public sealed record ClippedPolicy
{
    /// <summary>ε_low.</summary>
    public double ClipLow { get; init; } = 0.2;

    /// <summary>ε_high; above ε_low it leaves more room to rare tokens (DAPO, arXiv 2503.14476, eq. 10).</summary>
    public double ClipHigh { get; init; } = 0.2;

    /// <summary>c &gt; 1; null for none.</summary>
    public double? DualClip { get; init; }

    /// <summary>The log-ratio is clamped to ± this before the exponential; null for none.</summary>
    public double? LogRatioLimit { get; init; }

    /// <summary>The loss of each token; an <see cref="Aggregation"/> makes a number of it.</summary>
    /// <param name="policy">(N), log-probabilities, with gradient.</param>
    /// <param name="old">(N), log-probabilities of the policy that answered.</param>
    /// <param name="advantages">(N).</param>
    public PolicyTerms Compute(torch.Tensor policy, torch.Tensor old, torch.Tensor advantages)
    {
        var logRatio = LogRatioLimit is { } limit ? (policy - old).clamp(-limit, limit) : policy - old;
        var ratio = logRatio.exp();
        var plain = -advantages * ratio;
        var clipped = -advantages * ratio.clamp(1 - ClipLow, 1 + ClipHigh);
        var perToken = torch.maximum(plain, clipped);
        if (DualClip is not { } c) return new PolicyTerms(perToken, logRatio, clipped > plain, torch.zeros_like(plain) > 0);
        var bound = -c * advantages;
        var negative = advantages < 0;
        return new PolicyTerms(torch.where(negative, torch.minimum(perToken, bound), perToken), logRatio, clipped > plain, negative & (perToken > bound));
    }
}

/// <summary>What the policy loss is made of, token by token (N): the loss, log r, where the clip took hold, where the dual clip did.</summary>
public sealed record PolicyTerms(torch.Tensor PerToken, torch.Tensor LogRatio, torch.Tensor Clipped, torch.Tensor DualClipped);
