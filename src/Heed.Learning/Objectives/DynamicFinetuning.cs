using TorchSharp;

namespace Heed.Learning.Objectives;

/// <summary>
/// Dynamic fine-tuning: L = −(1/N) Σ sg(π(y_t)) log π(y_t). The weight undoes the 1/π of the gradient of cross-entropy, so improbable
/// tokens of a demonstration do not dominate (Wu et al. 2025, arXiv 2508.05629, eq. 9).
/// </summary>
public sealed record DynamicFinetuning : TokenObjective
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor logProbs, long count) =>
        -(logProbs.detach().exp() * logProbs).sum() / Math.Max(count, 1);
}
