using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>
/// Comparisons with ties: P(first) = σ(d−η), P(second) = σ(−d−η), P(tie) = (e^{2η}−1) P(first) P(second); η = softplus(raw) = log θ
/// (Rao and Kupper 1967, JASA 62).
/// </summary>
public sealed record RaoKupper
{
    /// <summary>−log likelihood of each comparison (P).</summary>
    /// <param name="first">(P), rewards.</param>
    /// <param name="second">(P), rewards.</param>
    /// <param name="outcome">(P), int64: 0 the first won, 1 the second, 2 a tie.</param>
    /// <param name="raw">The learned threshold before softplus, a scalar.</param>
    public torch.Tensor Compute(torch.Tensor first, torch.Tensor second, torch.Tensor outcome, torch.Tensor raw)
    {
        var (d, eta) = (first - second, softplus(raw));
        var win = -softplus(eta - d);
        var lose = -softplus(eta + d);
        var tie = win + lose + (2 * eta).expm1().log();
        return -torch.stack([win, lose, tie]).gather(0, outcome.unsqueeze(0)).squeeze(0);            // (3, P) -> (P)
    }
}
