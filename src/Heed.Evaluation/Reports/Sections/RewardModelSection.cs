using Heed.Evaluation.RewardModels;

namespace Heed.Evaluation.Reports.Sections;

/// <summary>The reward model.</summary>
public sealed record RewardModelSection
{
    /// <summary>On held-out pairs.</summary>
    public required RewardModelFigures Figures { get; init; }

    /// <summary>Who judged those pairs: people, or the hidden gold where no votes are held out.</summary>
    public string Judges { get; init; } = "people";

    /// <summary>Training loss by step, nats.</summary>
    public Curve? Loss { get; init; }

    /// <summary>Held-out accuracy by step.</summary>
    public Curve? HeldOutAccuracy { get; init; }

    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>
    /// The section of figures on held-out votes and figures on pairs judged by the hidden gold; either may be missing, null where both are.
    /// </summary>
    public static RewardModelSection? Of(RewardModelFigures? votes, RewardModelFigures? gold) => (votes, gold) switch
    {
        ({ } v, { } g) => new() { Figures = v with { AccuracyGold = g.AccuracyGold, AccuracyGoldClear = g.AccuracyGoldClear, ClearGap = g.ClearGap } },
        ({ } v, null) => new() { Figures = v },
        (null, { } g) => new() { Figures = g, Judges = "the hidden gold" },
        _ => null,
    };
}
