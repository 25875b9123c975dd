using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization.Shaping;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Advantages;

/// <summary>
/// REINFORCE with a leave-one-out baseline: A_i = r_i − mean of the other answers to the same prompt, on every token
/// (Ahmadian et al. 2024, arXiv 2402.14740, eq. 7).
/// </summary>
public sealed record LeaveOneOutAdvantages : AdvantageEstimator
{
    /// <summary>Answers to each prompt, at least 2.</summary>
    public int GroupSize { get; init; } = 4;

    /// <summary>Scales the advantages of the batch to mean 0 and standard deviation 1.</summary>
    public bool Normalise { get; init; }

    /// <inheritdoc/>
    public override (torch.Tensor Advantages, torch.Tensor? Returns) Compute(ShapedRewards rewards, torch.Tensor? values, Segments answers) =>
        (answers.Spread(OfAnswers(Totals(rewards, answers))), null);

    /// <summary>The advantage of each answer: (B) -> (B).</summary>
    public torch.Tensor OfAnswers(torch.Tensor totals)
    {
        var groups = Grouped(totals, GroupSize);                                                       // (B/G, G)
        var others = (groups.sum(1, keepdim: true) - groups) / (GroupSize - 1);
        var advantages = (groups - others).flatten();
        if (!Normalise) return advantages;
        var centred = advantages - advantages.mean();
        return centred / ((centred.square().sum() / (centred.numel() - 1)).sqrt() + 1e-4);
    }
}
