using System.Buffers;

namespace Heed.Models.Generation.Sampling;

/// <summary>
/// Divides positive and multiplies negative logits of every token seen in prompt or answer by <paramref name="Penalty"/>, once a
/// token however often it was seen (Keskar et al. 2019, CTRL, section 4.1). Above 1 discourages, below 1 encourages repetition.
/// </summary>
public sealed record RepetitionPenalty(double Penalty) : ILogitAdjustment
{
    public void Apply(Span<float> logits, SequenceSoFar soFar)
    {
        var tokens = soFar.Tokens;
        var before = ArrayPool<float>.Shared.Rent(tokens.Length);      // all are read before one is written: once a token
        for (var i = 0; i < tokens.Length; i++) before[i] = logits[tokens[i]];
        for (var i = 0; i < tokens.Length; i++) logits[tokens[i]] = Penalised(before[i]);
        ArrayPool<float>.Shared.Return(before);
    }

    private float Penalised(float logit) => logit < 0 ? logit * (float)Penalty : logit / (float)Penalty;
}
