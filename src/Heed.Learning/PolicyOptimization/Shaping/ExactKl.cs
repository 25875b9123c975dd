using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Learning.PolicyOptimization.Shaping;

/// <summary>The KL divergence over the whole vocabulary, for evaluation and for small models.</summary>
public static class ExactKl
{
    /// <summary>KL(π‖π_ref) = Σ_v π_v (log π_v − log π_ref,v), row by row: (R, V) -> (R).</summary>
    public static torch.Tensor Reverse(torch.Tensor policyLogits, torch.Tensor referenceLogits) =>
        Divergence(log_softmax(policyLogits, -1), log_softmax(referenceLogits, -1));

    /// <summary>KL(π_ref‖π), row by row: (R, V) -> (R).</summary>
    public static torch.Tensor Forward(torch.Tensor policyLogits, torch.Tensor referenceLogits) =>
        Divergence(log_softmax(referenceLogits, -1), log_softmax(policyLogits, -1));

    /// <summary>The entropy −Σ_v π_v log π_v, row by row: (R, V) -> (R).</summary>
    public static torch.Tensor Entropy(torch.Tensor policyLogits)
    {
        var logProbs = log_softmax(policyLogits, -1);
        return -(logProbs.exp() * logProbs).sum(-1);
    }

    private static torch.Tensor Divergence(torch.Tensor logP, torch.Tensor logQ) => (logP.exp() * (logP - logQ)).sum(-1);
}
