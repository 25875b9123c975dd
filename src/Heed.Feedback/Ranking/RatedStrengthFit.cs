using Heed.Feedback.Statistics;
using MathNet.Numerics;

namespace Heed.Feedback.Ranking;

/// <summary>A rater's choice of the winner between two items shown left and right.</summary>
public readonly record struct RatedContest(int Rater, int Left, int Right, bool LeftPreferred);

/// <summary>
/// A fit of items and raters together. Errors are those of the inverse observed information of all parameters at once; those of probabilities by the delta method. Beyond
/// <see cref="RatedInformation.MostItems"/> items the errors of one parameter hold the others as they are, which makes them a little too small.
/// </summary>
/// <param name="Strengths">By item, in logits.</param>
/// <param name="Skills">By rater, in [0, 1].</param>
/// <param name="LeftBias">By rater: how often it picks the left when it does not judge; empty where the model has no sides.</param>
/// <param name="Objective">Penalised negative log-likelihood.</param>
public sealed record RatedStrengthFit(IReadOnlyList<Estimate> Strengths, IReadOnlyList<Estimate> Skills, IReadOnlyList<Estimate> LeftBias, double Objective)
{
    internal static RatedStrengthFit Of(RatedLikelihood likelihood)
    {
        var found = likelihood.Minimum();
        var errors = new RatedInformation(likelihood, found).StandardErrors();
        int items = likelihood.Items, raters = likelihood.Raters;
        Estimate Probability(int at)
        {
            var p = SpecialFunctions.Logistic(found[at]);
            return new Estimate(p, p * (1 - p) * errors[at]);
        }
        return new RatedStrengthFit(
            [.. Enumerable.Range(0, items).Select(i => new Estimate(found[i], errors[i]))],
            [.. Enumerable.Range(items, raters).Select(Probability)],
            likelihood.Sided ? [.. Enumerable.Range(items + raters, raters).Select(Probability)] : [],
            likelihood.Evaluate(found, new double[found.Length]));
    }
}
