using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Language.Templates;
using Heed.Rounds.Stages;

namespace Heed.Rounds;

/// <summary>What a round is fed with: files of text, demonstrations and prompts, and who judges.</summary>
public sealed record RoundSources
{
    /// <summary>Text to learn a language from.</summary>
    public required string Text { get; init; }

    /// <summary>How conversations are laid out.</summary>
    public required TurnTemplate Template { get; init; }

    /// <summary>Demonstrations to fine-tune on.</summary>
    public required string Demonstrations { get; init; }

    /// <summary>prompts.jsonl whose sampled answers are compared; null where preferences are in the log already: then answers to training prompts only set the reward model's scale.</summary>
    public string? CandidatePrompts { get; init; }

    /// <summary>prompts.jsonl for the policy to learn on.</summary>
    public required string TrainingPrompts { get; init; }

    /// <summary>prompts.jsonl held out for the evidence.</summary>
    public required string EvaluationPrompts { get; init; }

    /// <summary>prompts.jsonl held out for the reward model; null where no truth is known.</summary>
    public string? RewardTestPrompts { get; init; }

    /// <summary>Who compares; empty where preferences are in the log already.</summary>
    public IReadOnlyList<IRater> Raters { get; init; } = [];

    /// <summary>Where feedback is kept.</summary>
    public required IEventLog Log { get; init; }

    /// <summary>For the evidence alone.</summary>
    public HiddenTruth? Truth { get; init; }

    /// <summary>Raters faulty by construction; null where unknown.</summary>
    public IReadOnlyList<string>? FaultyRaters { get; init; }
}
