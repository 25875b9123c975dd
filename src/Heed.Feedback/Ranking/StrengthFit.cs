using Heed.Feedback.Statistics;

namespace Heed.Feedback.Ranking;

/// <summary>Log-strengths of items, which sum to zero, with their uncertainty.</summary>
/// <param name="Strengths">By item, with the standard error of the likelihood.</param>
/// <param name="Covariance">Of the strengths.</param>
/// <param name="SandwichErrors">Standard errors that hold although the model does not.</param>
/// <param name="LogLikelihood">Of the comparisons.</param>
public sealed record StrengthFit(IReadOnlyList<Estimate> Strengths, double[,] Covariance, IReadOnlyList<double> SandwichErrors, double LogLikelihood)
{
    internal static StrengthFit Of(LogitFit fit, int items) => new(
        [.. Enumerable.Range(0, items).Select(fit.Estimate)], fit.Covariance, [.. fit.SandwichErrors.Take(items)], fit.LogLikelihood);

    /// <summary>Strength of one item less that of another: differences have errors of their own.</summary>
    public Estimate Difference(int item, int other) =>
        new(Strengths[item].Value - Strengths[other].Value, Math.Sqrt(Covariance[item, item] + Covariance[other, other] - 2 * Covariance[item, other]));
}
