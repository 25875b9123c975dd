using Heed.Learning.Finetuning;
using Heed.Learning.PolicyOptimization;
using Heed.Learning.Pretraining;
using Heed.Learning.RewardModelling;
using Heed.Models.Architecture;

namespace Heed.Rounds.Recipes;

/// <summary>One round of the loop: a section a stage. Sections without a seed of their own take the round's.</summary>
public record RoundRecipe : ComputeRecipe
{
    /// <summary>Everything follows from it, bar the machine's arithmetic.</summary>
    public ulong Seed { get; init; } = 1;

    public DataRecipe Data { get; init; } = new();

    public TokenizerRecipe Tokenizer { get; init; } = new();

    public DecoderConfig Model { get; init; } = new();

    public WeightInitialisation Initialisation { get; init; } = new();

    public PretrainingRecipe Pretraining { get; init; } = new();

    public FinetuningRecipe Finetuning { get; init; } = new();

    public CandidateRecipe Candidates { get; init; } = new();

    public ComparisonRecipe Comparisons { get; init; } = new();

    public RewardRecipe Reward { get; init; } = new();

    public PolicyRecipe Policy { get; init; } = new();

    public EvidenceRecipe Evidence { get; init; } = new();
}
