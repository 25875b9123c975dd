using static TorchSharp.torch;

namespace Heed.StepTimes.Eager;

/// <summary>Prompts, padded on the left to one length, and answers, padded on the right to one.</summary>
/// <param name="Tokens">(B, P + A), int64.</param>
/// <param name="Mask">(B, A), float32: 1 where there is an answer token.</param>
/// <param name="Prompt">P.</param>
internal sealed record EagerRollout(Tensor Tokens, Tensor Mask, long Prompt)
{
    /// <summary>B.</summary>
    public long Count => Tokens.shape[0];

    /// <summary>A.</summary>
    public long Answer => Mask.shape[1];

    /// <summary>Some of the rows.</summary>
    public EagerRollout Pick(Tensor rows) => this with { Tokens = Tokens.index_select(0, rows), Mask = Mask.index_select(0, rows) };
}
