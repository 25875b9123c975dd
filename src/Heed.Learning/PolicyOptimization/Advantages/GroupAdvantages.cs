using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization.Shaping;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Advantages;

/// <summary>What the advantages of a group are divided by.</summary>
public enum GroupScale
{
    /// <summary>The standard deviation in the group (GRPO).</summary>
    Group,
    /// <summary>The standard deviation over all answers; less sensitive to groups that hardly differ.</summary>
    Batch,
    /// <summary>Nothing (Dr. GRPO, arXiv 2503.20783, section 3.1).</summary>
    None
}

/// <summary>
/// Group-relative advantages: every token of an answer gets A = (r − mean of the prompt's answers)/(std + 1e-4), n − 1 in the denominator
/// of the variance (Shao et al. 2024, arXiv 2402.03300, section 4.1). A group whose rewards are all equal teaches nothing.
/// </summary>
public sealed record GroupAdvantages : AdvantageEstimator
{
    /// <summary>Answers to each prompt, at least 2.</summary>
    public int GroupSize { get; init; } = 4;

    /// <summary>The divisor.</summary>
    public GroupScale Scale { get; init; }

    /// <inheritdoc/>
    public override (torch.Tensor Advantages, torch.Tensor? Returns) Compute(ShapedRewards rewards, torch.Tensor? values, Segments answers) =>
        (answers.Spread(OfAnswers(Totals(rewards, answers))), null);

    /// <summary>The advantage of each answer: (B) -> (B).</summary>
    public torch.Tensor OfAnswers(torch.Tensor totals)
    {
        var groups = Grouped(totals, GroupSize);                                                       // (B/G, G)
        var centred = groups - groups.mean([1], keepdim: true);
        return Scale switch
        {
            GroupScale.Group => (centred / (groups.var(1, unbiased: true, keepdim: true).sqrt() + 1e-4)).flatten(),
            GroupScale.Batch => (centred / ((totals - totals.mean()).square().sum() / (totals.numel() - 1)).sqrt().add(1e-4)).flatten(),
            _ => centred.flatten()
        };
    }
}
