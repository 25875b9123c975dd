using Heed.Evaluation.Policies;
using Heed.Evaluation.RewardModels;

namespace Heed.Rounds.Stages;

/// <summary>What the evidence is made from; what is null is not measured, and the report says so.</summary>
public sealed record EvidenceInputs
{
    public required string Policy { get; init; }

    public required string Finetuned { get; init; }

    public string? Base { get; init; }

    public required string Reward { get; init; }

    /// <summary>prompts.jsonl, held out from everything learned.</summary>
    public required string Prompts { get; init; }

    /// <summary>prompts.jsonl for pairs of answers on which the reward model meets the truth.</summary>
    public string? RewardPrompts { get; init; }

    /// <summary>heldout-preferences.jsonl of the feedback stage.</summary>
    public string? HeldOutPreferences { get; init; }

    /// <summary>Accuracy a perfect model would reach on those votes.</summary>
    public double? VotesCeiling { get; init; }

    /// <summary>samples.jsonl of the alignment.</summary>
    public string? Samples { get; init; }

    public HiddenTruth? Truth { get; init; }
}

/// <summary>evidence.json</summary>
public sealed record EvidenceResult
{
    public required Heed.Evaluation.Policies.ComparisonResult Comparison { get; init; }

    /// <summary>The reward model against the hidden truth.</summary>
    public RewardModelFigures? Reward { get; init; }

    /// <summary>The reward model against held-out votes.</summary>
    public RewardModelFigures? Preferences { get; init; }

    /// <summary>Scorers against held-out votes: the reward model, the policy's log-ratio to the fine-tuned model, the longer answer.</summary>
    public IReadOnlyList<PreferenceAgreement>? Agreement { get; init; }

    /// <summary>Reward and gold along the optimisation.</summary>
    public IReadOnlyList<OptimisationPoint>? Path { get; init; }
}
