using TorchSharp;

namespace Heed.Learning.Objectives;

/// <summary>Keeps the softmax normaliser near 1: L = (c/N) Σ log² Z, log Z = logsumexp of the logits (PaLM, arXiv 2204.02311, section 5).</summary>
public sealed record ZLoss
{
    /// <summary>c; PaLM uses 1e-4.</summary>
    public double Coefficient { get; init; } = 1e-4;

    /// <summary>The loss, a scalar.</summary>
    /// <param name="logits">(R, V).</param>
    /// <param name="count">Learned tokens of the whole optimizer step.</param>
    public torch.Tensor Compute(torch.Tensor logits, long count) =>
        Coefficient * logits.logsumexp(-1).square().sum() / Math.Max(count, 1);
}
