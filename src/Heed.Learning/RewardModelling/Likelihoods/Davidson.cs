using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.RewardModelling.Likelihoods;

/// <summary>Comparisons with ties: P(tie) = ν√(π₁π₂) / (π₁ + π₂ + ν√(π₁π₂)), π = e^r, ν = e^raw (Davidson 1970, JASA 65).</summary>
public sealed record Davidson
{
    /// <summary>−log likelihood of each comparison (P); arguments as in <see cref="RaoKupper.Compute"/>, raw = log ν.</summary>
    public torch.Tensor Compute(torch.Tensor first, torch.Tensor second, torch.Tensor outcome, torch.Tensor raw)
    {
        var logits = torch.stack([first, second, raw + (first + second) / 2]);                         // (3, P)
        return -log_softmax(logits, 0).gather(0, outcome.unsqueeze(0)).squeeze(0);                    // (P)
    }
}
