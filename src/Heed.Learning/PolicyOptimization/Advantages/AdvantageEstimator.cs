using Heed.Learning.Packing;
using Heed.Learning.PolicyOptimization.Shaping;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Advantages;

/// <summary>How much better than expected each token of a rollout was.</summary>
public abstract record AdvantageEstimator
{
    /// <summary>Whether a critic's values are needed; without them there is no critic to train.</summary>
    public virtual bool UsesValues => false;

    /// <summary>Advantages (N), and the returns (N) that a critic should learn where one is used.</summary>
    /// <param name="rewards">The shaped rewards of the rollout.</param>
    /// <param name="values">(N), the critic's before the step; null where no critic is used.</param>
    /// <param name="answers">Borders of the answers; answers to one prompt stand together.</param>
    public abstract (torch.Tensor Advantages, torch.Tensor? Returns) Compute(ShapedRewards rewards, torch.Tensor? values, Segments answers);

    /// <summary>The whole reward of each answer: its score minus the price of its KL, (B).</summary>
    protected static torch.Tensor Totals(ShapedRewards rewards, Segments answers) => answers.Sum(rewards.PerToken);

    /// <summary>Answers in rows of one prompt each: (B) -> (B/G, G).</summary>
    protected static torch.Tensor Grouped(torch.Tensor perAnswer, int size) => perAnswer.numel() % size == 0
        ? perAnswer.reshape(-1, size)
        : throw new ArgumentException($"{perAnswer.numel()} answers do not make groups of {size}", nameof(perAnswer));
}
