namespace Heed.Models.Generation;

/// <summary>One step of a streamed answer.</summary>
/// <param name="Request">Which request of the call it belongs to.</param>
/// <param name="Token">The sampled id.</param>
/// <param name="LogProb">Its log-probability in the full distribution at the sampling temperature.</param>
/// <param name="Text">What may be shown now: whole characters only, and nothing that may yet turn out to begin a stop string. Null without a tokenizer.</param>
/// <param name="Reason">Set with the last token.</param>
public readonly record struct GeneratedToken(int Request, int Token, float LogProb, string? Text, StopReason? Reason)
{
    /// <summary>The most probable tokens in its place, best first; null where none were asked for.</summary>
    public TokenLogProb[]? Top { get; init; }
}
