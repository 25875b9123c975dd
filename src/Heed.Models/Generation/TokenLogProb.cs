namespace Heed.Models.Generation;

/// <summary>A token that might have been said, with its log-probability in the full distribution at the sampling temperature.</summary>
public readonly record struct TokenLogProb(int Token, float LogProb);
