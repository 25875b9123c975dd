using Heed.Runs;

namespace Heed.Rounds.Recipes;

/// <summary>How the policy is compared with what it came from.</summary>
public sealed record EvidenceRecipe : IRecipe
{
    /// <summary>Held-out prompts answered by every model; 0 takes all there are.</summary>
    public int Prompts { get; init; }

    /// <summary>Held-out prompts with two answers each on which the reward model is tested; 0 takes all there are.</summary>
    public int RewardPrompts { get; init; }

    public double Temperature { get; init; } = 1;

    public int MaxNewTokens { get; init; } = 48;

    /// <summary>Prompts shown side by side in the report.</summary>
    public int Samples { get; init; } = 10;

    /// <summary>A pair is clear when the gold rewards differ by more, on their 0–1 scale.</summary>
    public double ClearGap { get; init; } = 0.1;

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.NotNegative(Prompts),
        .. Rule.NotNegative(RewardPrompts),
        .. Rule.Positive(Temperature),
        .. Rule.Positive(MaxNewTokens),
        .. Rule.NotNegative(Samples),
        .. Rule.Within(ClearGap, 0, 1),
    ];
}
