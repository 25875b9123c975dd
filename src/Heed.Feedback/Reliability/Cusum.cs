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
