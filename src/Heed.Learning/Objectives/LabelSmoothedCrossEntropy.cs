using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.Objectives;

/// <summary>
/// Cross-entropy against the mixture (1−ε)·one-hot + ε·uniform: L = (1/N) Σ [(1−ε)(−log p_y) + ε · mean_v(−log p_v)]
/// (Szegedy et al. 2016, arXiv 1512.00567, section 7). It needs whole rows of logits, so it suits small vocabularies.
/// </summary>
public sealed record LabelSmoothedCrossEntropy
{
    /// <summary>ε in [0, 1); 0 is plain cross-entropy.</summary>
    public double Smoothing { get; init; } = 0.1;

    /// <summary>The loss, a scalar.</summary>
    /// <param name="logits">(R, V).</param>
    /// <param name="targets">(R), int64.</param>
    /// <param name="count">Learned tokens of the whole optimizer step.</param>
    public torch.Tensor Compute(torch.Tensor logits, torch.Tensor targets, long count)
    {
        var logProbs = log_softmax(logits, -1);                                        // (R, V)
        var target = logProbs.gather(1, targets.unsqueeze(1)).squeeze(1);              // (R)
        var uniform = logProbs.mean([1]);                                              // (R)
        return -((1 - Smoothing) * target + Smoothing * uniform).sum() / Math.Max(count, 1);
    }
}
