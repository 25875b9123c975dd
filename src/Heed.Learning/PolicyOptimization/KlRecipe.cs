using Heed.Learning.PolicyOptimization.Shaping;
using Heed.Runs;

namespace Heed.Learning.PolicyOptimization;

/// <summary>Whether β stays or steers.</summary>
public enum KlControl
{
    /// <summary>β stays.</summary>
    Fixed,
    /// <summary>β steers the KL to a target.</summary>
    Adaptive
}

/// <summary>How a token's KL is estimated from one sample.</summary>
public enum KlEstimatorKind
{
    /// <summary>log π − log π_ref.</summary>
    K1,
    /// <summary>Half its square.</summary>
    K2,
    /// <summary>Never negative and unbiased.</summary>
    K3
}

/// <summary>The price of moving away from the reference.</summary>
public sealed record KlRecipe : IRecipe
{
    /// <summary>Fixed or adaptive.</summary>
    public KlControl Control { get; init; }

    /// <summary>β, reward a nat, ≥ 0; where it starts if it is adaptive.</summary>
    public double Coefficient { get; init; } = 0.1;

    /// <summary>The KL aimed at when adaptive, nats an answer, above 0.</summary>
    public double Target { get; init; } = 6;

    /// <summary>Answers over which an adaptive β may change by a fifth; above 0.</summary>
    public double Horizon { get; init; } = 10_000;

    /// <summary>The estimate that enters the reward.</summary>
    public KlEstimatorKind Estimator { get; init; }

    /// <summary>The most KL, nats an answer: training stops beyond it, and no checkpoint beyond it is kept as the best. Null for none.</summary>
    public double? Budget { get; init; } = 10;

    /// <summary>The coefficient at the start.</summary>
    public KlCoefficient NewCoefficient() => Control == KlControl.Adaptive
        ? new AdaptiveKl { Value = Coefficient, Target = Target, Horizon = Horizon }
        : new FixedKl { Value = Coefficient };

    /// <summary>The estimator.</summary>
    public KlEstimator NewEstimator() => Estimator switch { KlEstimatorKind.K2 => new K2(), KlEstimatorKind.K3 => new K3(), _ => new K1() };

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.NotNegative(Coefficient),
        .. Rule.Positive(Target),
        .. Rule.Positive(Horizon),
        .. Rule.Positive(Budget),
    ];
}
