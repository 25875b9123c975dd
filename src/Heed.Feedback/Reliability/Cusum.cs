namespace Heed.Feedback.Reliability;

/// <summary>Page's cumulative sums (1954) above and below a target: S⁺ ← max(0, S⁺ + x − target − slack), S⁻ likewise; an alarm past the threshold.</summary>
public sealed record Cusum(double Target, double Slack, double Threshold)
{
    public IEnumerable<(double Up, double Down)> Path(IEnumerable<double> values)
    {
        double up = 0, down = 0;
        foreach (var x in values) yield return (up = Math.Max(0, up + x - Target - Slack), down = Math.Max(0, down + Target - x - Slack));
    }

    /// <summary>Index of the first value at which either sum passes the threshold.</summary>
    public int? FirstAlarm(IEnumerable<double> values) => FirstAlarms.Of(Path(values), s => Math.Max(s.Up, s.Down) > Threshold);
}

/// <summary>
/// Page and Hinkley's test for a fall of the mean: m is the running mean, U ← U + x − m + δ; an alarm when U has fallen below its maximum by more
/// than the threshold.
/// </summary>
public sealed record PageHinkley(double Delta, double Threshold)
{
    public IEnumerable<(double Mean, double Sum, double Gap)> Path(IEnumerable<double> values)
    {
        double mean = 0, sum = 0, top = 0;
        var count = 0;
        foreach (var x in values)
        {
            mean += (x - mean) / ++count;
            sum += x - mean + Delta;
            top = Math.Max(top, sum);
            yield return (mean, sum, top - sum);
        }
    }

    /// <summary>Index of the first value at which the fall passes the threshold.</summary>
    public int? FirstAlarm(IEnumerable<double> values) => FirstAlarms.Of(Path(values), s => s.Gap > Threshold);
}

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

internal static class FirstAlarms
{
    public static int? Of<T>(IEnumerable<T> path, Func<T, bool> alarm) => path.Select((state, i) => (state, i)).Where(s => alarm(s.state)).Select(s => (int?)s.i).FirstOrDefault();
}
