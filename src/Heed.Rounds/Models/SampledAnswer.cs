using Heed.Rounds.Files;

namespace Heed.Rounds.Models;

/// <summary>An answer as tokens and as text.</summary>
/// <param name="LogProbs">Of each token when it was sampled.</param>
public sealed record SampledAnswer(int[] Prompt, int[] Tokens, float[] LogProbs, AnswerRecord Answer);
