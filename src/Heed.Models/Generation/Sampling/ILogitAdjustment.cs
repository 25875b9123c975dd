namespace Heed.Models.Generation.Sampling;

/// <summary>Changes the logits by what was said so far, before temperature and filters. Minus infinity forbids a token.</summary>
public interface ILogitAdjustment
{
    /// <summary>Changes one row in place: <paramref name="logits"/> (V).</summary>
    void Apply(Span<float> logits, SequenceSoFar soFar);
}
