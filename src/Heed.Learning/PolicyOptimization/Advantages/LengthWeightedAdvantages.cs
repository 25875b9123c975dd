using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization.Shaping;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Advantages;

/// <summary>The baseline of least variance for gradients that grow with length: b = Σ length·r / Σ length over a prompt's answers, A = r − b (Hao et al. 2025, arXiv 2505.23585, eq. 8).</summary>
public sealed record LengthWeightedAdvantages : AdvantageEstimator
{
    /// <summary>Answers to each prompt, at least 2.</summary>
    public int GroupSize { get; init; } = 4;

    /// <inheritdoc/>
    public override (torch.Tensor Advantages, torch.Tensor? Returns) Compute(ShapedRewards rewards, torch.Tensor? values, Segments answers) =>
        (answers.Spread(OfAnswers(Totals(rewards, answers), answers)), null);

    /// <summary>The advantage of each answer: (B) -> (B).</summary>
    public torch.Tensor OfAnswers(torch.Tensor totals, Segments answers)
    {
        var (groups, lengths) = (Grouped(totals, GroupSize), Grouped(answers.Lengths(totals.dtype), GroupSize));
        return (groups - (groups * lengths).sum(1, keepdim: true) / lengths.sum(1, keepdim: true)).flatten();
    }
}
