using TorchSharp;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>The margin of a graded preference: m = scale·(strength − 1)/3 for strengths 1 (slightly better) to 4 (far better) (Llama 2, arXiv 2307.09288, section 3.2.2).</summary>
public sealed record StrengthMargin
{
    /// <summary>The margin of the strongest grade, in units of reward.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The margins.</summary>
    /// <param name="strength">(P), 1 to 4.</param>
    public torch.Tensor Compute(torch.Tensor strength) => Scale * (strength - 1) / 3;
}
