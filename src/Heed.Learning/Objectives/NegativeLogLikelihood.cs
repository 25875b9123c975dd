using TorchSharp;

namespace Heed.Learning.Objectives;

/// <summary>Next-token cross-entropy: L = −(1/N) Σ log π(y_t | y_&lt;t), N the learned tokens of the whole step. Nothing learned gives 0, not 0/0.</summary>
public sealed record NegativeLogLikelihood : TokenObjective
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor logProbs, long count) => -logProbs.sum() / Math.Max(count, 1);
}
