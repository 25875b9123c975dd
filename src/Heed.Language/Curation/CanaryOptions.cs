using Heed.Runs;

namespace Heed.Language.Curation;

/// <summary>Canaries to plant (Carlini et al. 2019): some for each number of copies.</summary>
public sealed record CanaryOptions : IRecipe
{
    /// <summary>How often canaries stand in the training text.</summary>
    public IReadOnlyList<int> Copies { get; init; } = [1, 2, 4, 8, 16];

    /// <summary>How many canaries there are for each number of copies.</summary>
    public int PerRate { get; init; } = 4;

    /// <summary>Words in a canary.</summary>
    public int Words { get; init; } = 8;

    /// <summary>The words are drawn from so many of the text's most frequent ones.</summary>
    public int Vocabulary { get; init; } = 1000;

    /// <summary>Which canaries, and where they go.</summary>
    public ulong Seed { get; init; } = 1;

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.NotEmpty(Copies), .. Rule.Positive(PerRate), .. Rule.Positive(Words), .. Rule.Within(Vocabulary, 2, 1_000_000),
        .. Rule.That(Copies.All(c => c > 0), "every number of copies must be greater than 0", "", nameof(Copies))
    ];
}
