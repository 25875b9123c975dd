using Heed.Learning.Finetuning;
using Heed.Learning.PolicyOptimization;
using Heed.Learning.Pretraining;
using Heed.Learning.RewardModelling;
using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Rounds.Recipes;

/// <summary><c>heed pretrain</c>: a base model from tokenised text.</summary>
public sealed record PretrainRecipe : ComputeRecipe
{
    /// <summary>Folder of the tokenizer stage.</summary>
    public required string Tokens { get; init; }

    /// <summary>Model folder to go on from; null starts from random weights of the shape below.</summary>
    public string? Base { get; init; }

    /// <summary>The shape; its vocabulary is the tokenizer's.</summary>
    public DecoderConfig Model { get; init; } = new();

    public WeightInitialisation Initialisation { get; init; } = new();

    public PretrainingRecipe Training { get; init; } = new();

    public override IEnumerable<Problem> Problems() => [.. Rule.NotEmpty(Tokens), .. base.Problems()];
}

/// <summary><c>heed sft</c>: a model that answers, from demonstrations.</summary>
public sealed record FinetuneRecipe : ComputeRecipe
{
    /// <summary>Model folder to start from.</summary>
    public required string Model { get; init; }

    /// <summary>Demonstrations: prompt/completion, messages or instruction records.</summary>
    public required string Demonstrations { get; init; }

    /// <summary>Learn every answer of a conversation, not only its last.</summary>
    public bool EveryTurn { get; init; }

    /// <summary>Share of the demonstrations kept for measuring.</summary>
    public double HeldOut { get; init; } = 0.02;

    public FinetuningRecipe Training { get; init; } = new();

    public override IEnumerable<Problem> Problems() => [.. Rule.NotEmpty(Model), .. Rule.NotEmpty(Demonstrations), .. Rule.Within(HeldOut, 0, 0.5), .. base.Problems()];
}

/// <summary><c>heed reward train</c>: a reward model from compared answers.</summary>
public sealed record RewardStageRecipe : ComputeRecipe
{
    /// <summary>Model folder whose trunk it starts from.</summary>
    public required string Model { get; init; }

    /// <summary>preferences.jsonl of the feedback stage, or preferences in any shape that is read.</summary>
    public required string Preferences { get; init; }

    /// <summary>heldout-preferences.jsonl of the feedback stage, or preferences in any shape; null measures nothing.</summary>
    public string? HeldOut { get; init; }

    /// <summary>candidates.jsonl whose answers' scores become mean 0, variance 1; null takes the answers of the preferences.</summary>
    public string? NormaliseOn { get; init; }

    public RewardRecipe Training { get; init; } = new();

    public override IEnumerable<Problem> Problems() => [.. Rule.NotEmpty(Model), .. Rule.NotEmpty(Preferences), .. base.Problems()];
}

/// <summary><c>heed align</c>: a policy optimised against a reward model.</summary>
public sealed record AlignRecipe : ComputeRecipe
{
    /// <summary>Fine-tuned model folder: where the policy starts and what KL is measured to.</summary>
    public required string Model { get; init; }

    /// <summary>Reward model folder.</summary>
    public required string Reward { get; init; }

    /// <summary>prompts.jsonl to answer while learning, or anything that has prompts.</summary>
    public required string Prompts { get; init; }

    /// <summary>Prompts answered by the policy at intervals, kept as samples for the over-optimisation curve; null keeps none.</summary>
    public string? SamplePrompts { get; init; }

    /// <summary>How many of them.</summary>
    public int Samples { get; init; } = 128;

    /// <summary>Steps between samples.</summary>
    public int SampleEvery { get; init; } = 4;

    public PolicyRecipe Training { get; init; } = new();

    public override IEnumerable<Problem> Problems() =>
        [.. Rule.NotEmpty(Model), .. Rule.NotEmpty(Reward), .. Rule.NotEmpty(Prompts), .. Rule.Positive(Samples), .. Rule.Positive(SampleEvery), .. base.Problems()];
}
