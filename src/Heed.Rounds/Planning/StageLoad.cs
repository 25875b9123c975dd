using Heed.Models.Adapters;
using Heed.Models.Architecture;

namespace Heed.Rounds.Planning;

/// <summary>What a stage asks of the machine, counted in tokens.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Model">The decoder that it trains, and whose copies it reads with.</param>
public sealed record StageLoad(string Stage, DecoderPlan Model)
{
    /// <summary>Tokens that go forward and backward.</summary>
    public double Trained { get; init; }

    /// <summary>Tokens that go forward only.</summary>
    public double Read { get; init; }

    /// <summary>Tokens sampled.</summary>
    public double Sampled { get; init; }

    /// <summary>Optimizer steps.</summary>
    public double Updates { get; init; }

    /// <summary>Tokens in one pass at most.</summary>
    public int PassTokens { get; init; }

    /// <summary>Models with gradients and two moments.</summary>
    public int TrainedModels { get; init; } = 1;

    /// <summary>What is trained in place of the models' own weights; null: these are.</summary>
    public AdapterConfig? Adapter { get; init; }

    /// <summary>Models that are only read: reference, reward model, the sampler's copy, the best so far.</summary>
    public int KeptModels { get; init; }

    /// <summary>Checkpoints and models that it leaves on disk.</summary>
    public int SavedModels { get; init; }
}
