using Heed.Evaluation.RewardModels;

namespace Heed.Evaluation.Reports.Sections;

/// <summary>The reward model.</summary>
public sealed record RewardModelSection
{
    /// <summary>On held-out pairs.</summary>
    public required RewardModelFigures Figures { get; init; }

    /// <summary>Training loss by step, nats.</summary>
    public Curve? Loss { get; init; }

    /// <summary>Held-out accuracy by step.</summary>
    public Curve? HeldOutAccuracy { get; init; }

    public IReadOnlyList<Fact> Facts { get; init; } = [];
}
