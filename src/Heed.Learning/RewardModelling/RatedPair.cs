using Heed.Learning.Packing;

namespace Heed.Learning.RewardModelling;

/// <summary>Two answers to one prompt and what people thought.</summary>
/// <param name="First">One answer.</param>
/// <param name="Second">The other.</param>
/// <param name="FirstBetter">P(the first is better) in [0, 1]: a vote, a share of votes, or the crowd's posterior.</param>
/// <param name="Weight">The pair's share of the loss, ≥ 0.</param>
public sealed record RatedPair(AnsweredPrompt First, AnsweredPrompt Second, double FirstBetter, double Weight = 1);
