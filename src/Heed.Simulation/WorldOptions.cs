using Heed.Runs;

namespace Heed.Simulation;

/// <summary>How large a world to make, and which.</summary>
public sealed record WorldOptions : IRecipe
{
    /// <summary>Everything follows from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Corpus, in 10⁶ bytes of UTF-8. Default: about 13,000 documents.</summary>
    public double Megabytes { get; init; } = 3;

    /// <summary>Demonstrations to fine-tune on.</summary>
    public int Demonstrations { get; init; } = 2400;

    /// <summary>Prompts to which candidates are sampled and compared.</summary>
    public int CandidatePrompts { get; init; } = 600;

    /// <summary>Held-out prompts with two answers each, on which the reward model is tested.</summary>
    public int RewardTestPrompts { get; init; } = 2000;

    /// <summary>Held-out prompts on which policies are compared.</summary>
    public int EvaluationPrompts { get; init; } = 1000;

    /// <summary>How often each canary is planted in the corpus.</summary>
    public IReadOnlyList<int> CanaryCopies { get; init; } = [1, 2, 4, 8, 16];

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.Positive(Megabytes),
        .. Rule.Positive(Demonstrations),
        .. Rule.Positive(CandidatePrompts),
        .. Rule.Positive(RewardTestPrompts),
        .. Rule.Positive(EvaluationPrompts),
        .. CanaryCopies.SelectMany((copies, i) => Rule.NotNegative(copies, $"canary_copies.{i}")),
    ];
}
