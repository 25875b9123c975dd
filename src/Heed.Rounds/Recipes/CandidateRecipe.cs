using Heed.Runs;

namespace Heed.Rounds.Recipes;

/// <summary>How answers are sampled for people to compare.</summary>
public sealed record CandidateRecipe : IRecipe
{
    /// <summary>Prompts to answer; 0 takes all there are.</summary>
    public int Prompts { get; init; }

    /// <summary>k: answers to each prompt.</summary>
    public int Answers { get; init; } = 4;

    public double Temperature { get; init; } = 1;

    public int MaxNewTokens { get; init; } = 48;

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.NotNegative(Prompts),
        .. Rule.Within(Answers, 2, 64),
        .. Rule.Positive(Temperature),
        .. Rule.Positive(MaxNewTokens),
    ];
}
