namespace Heed.Feedback.Reliability;

/// <summary>Roberts' chart (1959) of an exponentially weighted mean with its exact limits of <paramref name="Width"/> standard deviations.</summary>
public sealed record WeightedMeanChart(double Lambda, double Target, double Sigma, double Width = 3)
{
    public IEnumerable<(double Value, double Low, double High)> Path(IEnumerable<double> values)
    {
        double value = Target, remaining = 1;
        foreach (var x in values)
        {
            value += Lambda * (x - value);
            remaining *= (1 - Lambda) * (1 - Lambda);
            var half = Width * Sigma * Math.Sqrt(Lambda / (2 - Lambda) * (1 - remaining));
            yield return (value, Target - half, Target + half);
        }
    }

    /// <summary>Index of the first value at which the mean leaves the limits.</summary>
    public int? FirstAlarm(IEnumerable<double> values) => FirstAlarms.Of(Path(values), s => s.Value < s.Low || s.Value > s.High);
}
