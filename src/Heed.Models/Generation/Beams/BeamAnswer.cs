namespace Heed.Models.Generation.Beams;

/// <summary>One answer of a beam search.</summary>
/// <param name="Tokens">With the end id if one ended it.</param>
/// <param name="Score">The sum of log-probabilities over tokens^penalty: what answers are ranked by.</param>
/// <param name="Ended">By an end id; false where it was cut.</param>
/// <param name="Text">Without special tokens; null for a generator without a tokenizer.</param>
public sealed record BeamAnswer(int[] Tokens, double Score, bool Ended, string? Text);
