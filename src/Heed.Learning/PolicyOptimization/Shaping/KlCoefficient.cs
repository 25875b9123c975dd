namespace Heed.Learning.PolicyOptimization.Shaping;

/// <summary>β, the price of a nat of KL to the reference.</summary>
public abstract record KlCoefficient
{
    /// <summary>β, ≥ 0.</summary>
    public double Value { get; init; } = 0.1;

    /// <summary>β after a step that saw this KL.</summary>
    /// <param name="kl">Mean over the answers of the KL summed over their tokens, in nats.</param>
    /// <param name="answers">Answers of the step.</param>
    public abstract KlCoefficient After(double kl, int answers);
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
    /// <summary>The KL aimed at, in nats an answer.</summary>
    public double Target { get; init; } = 6;

    /// <summary>Answers over which β may change by the limit.</summary>
    public double Horizon { get; init; } = 10_000;

    /// <summary>The largest relative error that counts.</summary>
    public double ErrorLimit { get; init; } = 0.2;

    /// <inheritdoc/>
    public override KlCoefficient After(double kl, int answers) =>
        this with { Value = Value * (1 + Math.Clamp(kl / Target - 1, -ErrorLimit, ErrorLimit) * answers / Horizon) };
}
