using Heed.Learning.PolicyOptimization.Shaping;
using Heed.Runs;

namespace Heed.Learning.PolicyOptimization;

/// <summary>The price of moving away from the reference.</summary>
public sealed record KlRecipe : IRecipe
{
    /// <summary>β, fixed or adaptive.</summary>
    public KlCoefficient Coefficient { get; init; } = new FixedKl { Value = 0.1 };

    /// <summary>The estimate of a token's KL that enters the reward.</summary>
    public KlEstimator Estimator { get; init; } = new K1();

    /// <summary>The most KL, nats an answer: training stops beyond it, and no policy beyond it is kept as the best. Null for none.</summary>
    public double? Budget { get; init; } = 10;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => Rule.Positive(Budget);
}
