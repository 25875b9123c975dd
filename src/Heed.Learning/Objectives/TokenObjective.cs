using TorchSharp;

namespace Heed.Learning.Objectives;

/// <summary>A loss over the log-probabilities of the tokens that are learned, summed and divided by a count the caller knows.</summary>
public abstract record TokenObjective
{
    /// <summary>The loss, a scalar.</summary>
    /// <param name="logProbs">(R), log π of each learned token.</param>
    /// <param name="count">Learned tokens of the whole optimizer step, over all its micro-batches; a mean of micro-batch means would weigh short ones more.</param>
    public abstract torch.Tensor Compute(torch.Tensor logProbs, long count);
}
