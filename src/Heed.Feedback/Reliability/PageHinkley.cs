namespace Heed.Feedback.Reliability;

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
