namespace Heed.Models.Generation.Beams;

/// <summary>An answer that a search has not finished.</summary>
/// <param name="Tokens">Prompt and answer so far.</param>
/// <param name="LogProb">Sum over the answer's tokens.</param>
/// <param name="Pages">Keys and values of every token but the last.</param>
internal sealed record Hypothesis(int[] Tokens, double LogProb, PageList Pages);

/// <summary>A hypothesis of a step with one more token.</summary>
/// <param name="Parent">Which one.</param>
/// <param name="LogProb">Sum over the answer's tokens, this one included.</param>
internal readonly record struct Extension(int Parent, int Token, double LogProb);
