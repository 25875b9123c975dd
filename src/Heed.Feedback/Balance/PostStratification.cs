using Heed.Feedback.Statistics;

namespace Heed.Feedback.Balance;

/// <summary>Weights that give every group of raters its share of a population: population share / sample share.</summary>
/// <param name="WeightByGroup">The weight of each answer of a group.</param>
/// <param name="EffectiveSampleSize">Kish's (Σ w)² / Σ w²: how many equally weighted answers these are worth.</param>
/// <param name="DesignEffect">Answers a useful answer: n / effective size.</param>
public sealed record PostStratification(double[] WeightByGroup, double EffectiveSampleSize, double DesignEffect)
{
    /// <param name="groups">The group of each answer.</param>
    /// <param name="population">Share of each group in the population.</param>
    public static PostStratification Of(IReadOnlyList<int> groups, IReadOnlyList<double> population)
    {
        var counts = population.Select((_, group) => groups.Count(g => g == group)).ToArray();
        var weights = population.Select((share, group) => counts[group] > 0 ? share * groups.Count / counts[group] : 0).ToArray();
        var effective = EffectiveSize.Of(groups.Select(g => weights[g]));
        return new PostStratification(weights, effective, groups.Count / effective);
    }

    /// <summary>Weighted mean of what the answers say.</summary>
    public double Mean(IReadOnlyList<int> groups, IReadOnlyList<double> values)
    {
        var weights = groups.Select(g => WeightByGroup[g]).ToArray();
        return weights.Zip(values, (w, v) => w * v).Sum() / weights.Sum();
    }
}
