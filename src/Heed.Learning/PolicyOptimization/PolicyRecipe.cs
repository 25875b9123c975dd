using Heed.Learning.Optimization;
using Heed.Learning.Optimization.Schedules;
using Heed.Models.Adapters;
using Heed.Models.Generation;
using Heed.Models.Numerics;
using Heed.Runs;

namespace Heed.Learning.PolicyOptimization;

/// <summary>How a policy learns from a reward model.</summary>
public sealed record PolicyRecipe : IRecipe
{
    /// <summary>How advantages are judged.</summary>
    public PolicyAlgorithm Algorithm { get; init; }

    /// <summary>Steps: a rollout and its updates each; at least 1.</summary>
    public long Steps { get; init; } = 24;

    /// <summary>Train low-rank changes of the policy, and of a critic, in place of their own weights; the reference is then the same model with them off.</summary>
    public AdapterConfig? Adapter { get; init; }

    /// <summary>Answers a step; a multiple of the answers a prompt.</summary>
    public int Answers { get; init; } = 128;

    /// <summary>Answers to each prompt; at least 2 for GRPO and RLOO.</summary>
    public int AnswersAPrompt { get; init; } = 1;

    /// <summary>The most tokens an answer has, at least 1.</summary>
    public int MaxNewTokens { get; init; } = 48;

    /// <summary>Of sampling, and of every log-probability here; above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Times a rollout is gone through, at least 1.</summary>
    public int Epochs { get; init; } = 2;

    /// <summary>Updates an epoch, at least 1.</summary>
    public int Minibatches { get; init; } = 2;

    /// <summary>Tokens in one pass through a model; at least 1.</summary>
    public int TokensAPass { get; init; } = 4096;

    /// <summary>λ of generalised advantages, in [0, 1].</summary>
    public double Lambda { get; init; } = 0.95;

    /// <summary>γ, in [0, 1].</summary>
    public double Discount { get; init; } = 1;

    /// <summary>ε below, in (0, 1).</summary>
    public double ClipLow { get; init; } = 0.2;

    /// <summary>ε above, above 0.</summary>
    public double ClipHigh { get; init; } = 0.2;

    /// <summary>c of the dual clip, above 1; null for none.</summary>
    public double? DualClip { get; init; }

    /// <summary>How far a value may move in a step, in units of normalised reward, above 0; null for no clip.</summary>
    public double? ValueClip { get; init; } = 0.2;

    /// <summary>Weight of the critic's loss where it shares the policy's trunk, above 0.</summary>
    public double ValueCoefficient { get; init; } = 0.1;

    /// <summary>Whether the critic is a head on the policy's trunk; else it is a network of its own, initialised from the reward model.</summary>
    public bool SharedTrunk { get; init; }

    /// <summary>Weight of the entropy bonus, ≥ 0.</summary>
    public double EntropyBonus { get; init; }

    /// <summary>How losses of tokens are put together.</summary>
    public LossAggregation Aggregation { get; init; }

    /// <summary>The price of KL.</summary>
    public KlRecipe Kl { get; init; } = new();

    /// <summary>Scores are clipped to ± this, above 0; null clips nothing.</summary>
    public double? ScoreClip { get; init; } = 5;

    /// <summary>Taken off the score of an answer that was cut, ≥ 0.</summary>
    public double MissingEndPenalty { get; init; } = 1;

    /// <summary>What the sampler keeps its copy of the weights in; fewer bits sample faster and round more. Null: what the policy multiplies in.</summary>
    public PackedType? SamplerWeights { get; init; }

    /// <summary>What the sampler keeps keys and values in.</summary>
    public CacheType SamplerCache { get; init; }

    /// <summary>The most that a log-probability may differ between sampling and scoring, above 0; more means that the two disagree on the model. Null: 0.01 in float32, 0.3 where either side uses bfloat16, 1 where the sampler uses 8 bits.</summary>
    public double? LogProbTolerance { get; init; }

    /// <summary>A token's loss is weighed by its probability in the trainer over that in the sampler, at most this, above 0; null weighs nothing.</summary>
    public double? ImportanceCap { get; init; }

    /// <summary>The policy's optimizer; ε 1e-5 and a linear anneal as in Huang et al. 2022, nos. 3 and 4.</summary>
    public OptimizerRecipe Optimizer { get; init; } = new() { LearningRate = 3e-4, Epsilon = 1e-5, Schedule = Anneal };

    /// <summary>The critic's.</summary>
    public OptimizerRecipe Critic { get; init; } = new() { LearningRate = 6e-4, Epsilon = 1e-5, Schedule = Anneal };

    /// <summary>When checkpoints are saved.</summary>
    public SaveOptions Saving { get; init; } = new() { Every = 10 };

    /// <summary>Seed of prompts, answers and minibatches.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The tolerance where the trainer multiplies in a type.</summary>
    public double LogProbToleranceIn(NumericType type) => LogProbTolerance
        ?? (SamplerWeights is PackedType.Int8 or PackedType.W8A8 || SamplerCache == CacheType.Int8 ? 1
            : type == NumericType.BFloat16 || SamplerWeights == PackedType.BFloat16 || SamplerCache == CacheType.BFloat16 ? 0.3 : 0.01);

    private static Linear Anneal => new() { WarmUpSteps = 3, WarmUpFrom = 1.0 / 3, Floor = 0.1 };

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.Positive(Steps),
        .. Rule.Positive(Answers),
        .. Rule.Positive(AnswersAPrompt),
        .. Rule.That(AnswersAPrompt < 1 || Answers % AnswersAPrompt == 0, $"must be a multiple of answers_a_prompt {AnswersAPrompt}, found {Answers}", "", nameof(Answers)),
        .. Rule.That(AnswersAPrompt > 1 || Algorithm is PolicyAlgorithm.Ppo or PolicyAlgorithm.ReinforcePlusPlus, $"must be at least 2 for {Algorithm}, found {AnswersAPrompt}", "answers to a prompt are compared with each other", nameof(AnswersAPrompt)),
        .. Rule.Positive(MaxNewTokens),
        .. Rule.Positive(Temperature),
        .. Rule.Positive(Epochs),
        .. Rule.Within(Minibatches, 1, Math.Max(1, Answers)),
        .. Rule.Positive(TokensAPass),
        .. Rule.Within(Lambda, 0, 1),
        .. Rule.Within(Discount, 0, 1),
        .. Rule.That(ClipLow is > 0 and < 1, $"must lie between 0 and 1, found {ClipLow}", "", nameof(ClipLow)),
        .. Rule.Positive(ClipHigh),
        .. Rule.That(DualClip is null or > 1, $"must be above 1, found {DualClip}", "leave it out for none", nameof(DualClip)),
        .. Rule.Positive(ValueClip),
        .. Rule.Positive(ValueCoefficient),
        .. Rule.NotNegative(EntropyBonus),
        .. Rule.Positive(ScoreClip),
        .. Rule.NotNegative(MissingEndPenalty),
        .. Rule.Positive(LogProbTolerance),
        .. Rule.Positive(ImportanceCap),
    ];
}
