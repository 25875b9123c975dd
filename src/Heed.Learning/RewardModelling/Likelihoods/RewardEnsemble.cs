using TorchSharp;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>Several reward models read as one, cautiously (Coste et al. 2023, arXiv 2310.02743, section 3.2).</summary>
public sealed record RewardEnsemble
{
    /// <summary>λ, how much disagreement costs.</summary>
    public double Coefficient { get; init; } = 0.5;

    /// <summary>mean − λ·standard deviation (n−1 in the denominator) over the models: (M, B) -> (B).</summary>
    public torch.Tensor LowerConfidence(torch.Tensor byModel) => byModel.mean([0]) - Coefficient * byModel.var(0, unbiased: true).sqrt();

    /// <summary>mean − λ·population variance over the models, eq. 3 of the paper: (M, B) -> (B).</summary>
    public torch.Tensor UncertaintyWeighted(torch.Tensor byModel) => byModel.mean([0]) - Coefficient * byModel.var(0, unbiased: false);

    /// <summary>The worst case, eq. 2 of the paper: (M, B) -> (B).</summary>
    public torch.Tensor WorstCase(torch.Tensor byModel) => byModel.amin([0]);
}
