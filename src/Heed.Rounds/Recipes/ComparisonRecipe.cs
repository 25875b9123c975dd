using Heed.Runs;

namespace Heed.Rounds.Recipes;

/// <summary>Which pairs of answers are compared, and how often.</summary>
public sealed record ComparisonRecipe : IRecipe
{
    /// <summary>Pairs of each prompt's answers.</summary>
    public int PairsPerPrompt { get; init; } = 2;

    /// <summary>Raters who see each pair.</summary>
    public int VotesPerPair { get; init; } = 3;

    /// <summary>Share of the pairs kept from training, to test the reward model on people's votes.</summary>
    public double HeldOut { get; init; } = 0.1;

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.Positive(PairsPerPrompt),
        .. Rule.Positive(VotesPerPair),
        .. Rule.Within(HeldOut, 0, 0.5),
    ];
}
