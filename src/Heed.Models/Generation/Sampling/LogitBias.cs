namespace Heed.Models.Generation.Sampling;

/// <summary>Adds a constant to the logits of single tokens.</summary>
public sealed record LogitBias(IReadOnlyDictionary<int, double> Biases) : ILogitAdjustment
{
    public void Apply(Span<float> logits, SequenceSoFar soFar)
    {
        foreach (var (token, bias) in Biases) logits[token] += (float)bias;
    }
}
