namespace Heed.Evaluation.Calibration;

/// <summary>
/// The Brier score split into reliability - resolution + uncertainty over the distinct forecasts (Murphy 1973). Exact where the
/// forecasts take few values.
/// </summary>
/// <param name="Brier">The score itself.</param>
/// <param name="Reliability">How far each forecast is from what came true under it; 0 is best.</param>
/// <param name="Resolution">How far those shares differ from the overall share; more is better.</param>
/// <param name="Uncertainty">Variance of the outcome, which no forecast changes.</param>
public sealed record BrierDecomposition(double Brier, double Reliability, double Resolution, double Uncertainty)
{
    public static BrierDecomposition Of(IReadOnlyList<double> probabilities, IReadOnlyList<double> outcomes)
    {
        var overall = outcomes.Average();
        double reliability = 0, resolution = 0;
        foreach (var level in Enumerable.Range(0, probabilities.Count).GroupBy(i => probabilities[i]))
        {
            var share = level.Average(i => outcomes[i]);
            var weight = (double)level.Count() / probabilities.Count;
            reliability += weight * (level.Key - share) * (level.Key - share);
            resolution += weight * (share - overall) * (share - overall);
        }
        return new BrierDecomposition(ProperScores.Brier(probabilities, outcomes), reliability, resolution, overall * (1 - overall));
    }
}
