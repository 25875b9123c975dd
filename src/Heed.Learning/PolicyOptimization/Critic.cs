using Heed.Learning.Packing;
using Heed.Learning.Scoring;
using Heed.Models.Training;
using TorchSharp;

namespace Heed.Learning.PolicyOptimization;

/// <summary>
/// Foretells the normalised reward of an answer from each of its prefixes: the state that predicts a token, read by a scalar head.
/// </summary>
/// <param name="Network">A copy of the reward model, or the policy itself where they share a trunk.</param>
/// <param name="Scale">The reward's normalisation, so that a critic that starts as the reward model starts at its scale.</param>
internal sealed record Critic(Decoder Network, RewardScale Scale)
{
    /// <summary>The values of a batch's answer tokens (R), with gradient where the pass trains.</summary>
    public torch.Tensor Values(ForwardPass pass, AnswerBatch batch) => (pass.Scores(batch.Predicting) - Scale.Mean) / Scale.Divisor;

    /// <summary>The same as plain numbers, without gradient.</summary>
    public void Fill(AnswerBatch batch, Span<float> values)
    {
        using var pass = Network.Forward(batch.Tokens, train: false);
        var raw = pass.ScoreValues(batch.Predicting);
        for (var i = 0; i < raw.Length; i++) values[i] = (float)Scale.Apply(raw[i]);
    }
}
