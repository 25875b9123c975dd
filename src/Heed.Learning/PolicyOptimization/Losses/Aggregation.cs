using Heed.Learning.Packing;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization.Losses;

/// <summary>How losses of tokens become one number. Counts are those of the whole minibatch, so that micro-batches add up.</summary>
public abstract record Aggregation
{
    /// <summary>The loss of a micro-batch, a scalar.</summary>
    /// <param name="perToken">(N), losses.</param>
    /// <param name="answers">Borders of the answers of this micro-batch.</param>
    /// <param name="whole">Borders of the answers of the whole minibatch.</param>
    public abstract torch.Tensor Compute(torch.Tensor perToken, Segments answers, Segments whole);
}

/// <summary>Σ over tokens / number of tokens (DAPO, arXiv 2503.14476, eq. 12).</summary>
public sealed record TokenMean : Aggregation
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor perToken, Segments answers, Segments whole) => perToken.sum() / Math.Max(whole.Tokens, 1);
}

/// <summary>Mean over answers of each answer's mean (GRPO, arXiv 2402.03300, eq. 3).</summary>
public sealed record AnswerMean : Aggregation
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor perToken, Segments answers, Segments whole) => answers.Mean(perToken).sum() / whole.Count;
}

/// <summary>Σ over tokens / (answers · a fixed length), so that no answer's length weighs (Dr. GRPO, arXiv 2503.20783, section 3.2).</summary>
public sealed record FixedLengthMean(int Length) : Aggregation
{
    /// <inheritdoc/>
    public override torch.Tensor Compute(torch.Tensor perToken, Segments answers, Segments whole) => perToken.sum() / ((double)whole.Count * Length);
}
