using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>
/// The Bradley–Terry likelihood of paired comparisons with soft targets and weights:
/// L = Σ w [p softplus(−d) + (1−p) softplus(d)] / Σ w, d = r₁ − r₂, p = P(the first is better)
/// (Bradley and Terry 1952; Christiano et al. 2017, arXiv 1706.03741, eq. 1). p = 1 for one clear vote, a posterior of the crowd, or 1−ε
/// for label smoothing. softplus, not log(1+exp): the latter overflows.
/// </summary>
public sealed record BradleyTerry
{
    /// <summary>The loss, a scalar.</summary>
    /// <param name="first">(P), rewards of the first answers.</param>
    /// <param name="second">(P), rewards of the second answers.</param>
    /// <param name="firstBetter">(P), P(the first is better) in [0, 1].</param>
    /// <param name="weights">(P), weights of the pairs, ≥ 0.</param>
    /// <param name="weightSum">Σ w of the whole optimizer step, over all its micro-batches.</param>
    /// <param name="margin">(P), subtracted from d when given: the gap that the first should win by (Llama 2, arXiv 2307.09288, eq. 2).</param>
    public torch.Tensor Compute(torch.Tensor first, torch.Tensor second, torch.Tensor firstBetter, torch.Tensor weights, double weightSum, torch.Tensor? margin = null)
    {
        var d = margin is null ? first - second : first - second - margin;                            // (P)
        var perPair = firstBetter * softplus(-d) + (1 - firstBetter) * softplus(d);
        return (weights * perPair).sum() / weightSum;
    }
}
