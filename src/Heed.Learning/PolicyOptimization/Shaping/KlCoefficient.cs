using System.Text.Json.Serialization;
using Heed.Runs;

namespace Heed.Learning.PolicyOptimization.Shaping;

/// <summary>β, the price of a nat of KL to the reference.</summary>
[JsonDerivedType(typeof(FixedKl), "fixed")]
[JsonDerivedType(typeof(AdaptiveKl), "adaptive")]
public abstract record KlCoefficient : IRecipe
{
    /// <summary>β, reward a nat, ≥ 0; where it starts if it moves.</summary>
    public double Value { get; init; } = 0.1;

    /// <summary>β after a step that saw this KL.</summary>
    /// <param name="kl">Mean over the answers of the KL summed over their tokens, in nats.</param>
    /// <param name="answers">Answers of the step.</param>
    public abstract KlCoefficient After(double kl, int answers);

    /// <inheritdoc/>
    public virtual IEnumerable<Problem> Problems() => Rule.NotNegative(Value);
}

/// <summary>A β that stays.</summary>
public sealed record FixedKl : KlCoefficient
{
    /// <inheritdoc/>
    public override KlCoefficient After(double kl, int answers) => this;
}

/// <summary>
/// A β that steers the KL to a target: β ← β · (1 + clip(KL/target − 1, ±limit) · n/horizon) (Ziegler et al. 2019, arXiv 1909.08593, section 2.2).
/// </summary>
public sealed record AdaptiveKl : KlCoefficient
{
    /// <summary>The KL aimed at, nats an answer, above 0.</summary>
    public double Target { get; init; } = 6;

    /// <summary>Answers over which β may change by the limit, above 0.</summary>
    public double Horizon { get; init; } = 10_000;

    /// <summary>The largest relative error that counts, above 0.</summary>
    public double ErrorLimit { get; init; } = 0.2;

    /// <inheritdoc/>
    public override KlCoefficient After(double kl, int answers) =>
        this with { Value = Value * (1 + Math.Clamp(kl / Target - 1, -ErrorLimit, ErrorLimit) * answers / Horizon) };

    /// <inheritdoc/>
    public override IEnumerable<Problem> Problems() => [.. base.Problems(), .. Rule.Positive(Target), .. Rule.Positive(Horizon), .. Rule.Positive(ErrorLimit)];
}
