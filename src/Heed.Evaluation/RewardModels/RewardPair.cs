namespace Heed.Evaluation.RewardModels;

/// <summary>A held-out pair as a reward model and people see it. Which answer is first must not depend on which is better.</summary>
/// <param name="Margin">Score of the first answer less score of the second.</param>
/// <param name="FirstPreferred">Whether people preferred the first: 1 or 0, one vote or their consensus.</param>
/// <param name="LengthDifference">Length of the first less length of the second, tokens.</param>
/// <param name="GoldDifference">Hidden gold of the first less that of the second, where known.</param>
public sealed record RewardPair(double Margin, double FirstPreferred, double LengthDifference, double? GoldDifference = null);
