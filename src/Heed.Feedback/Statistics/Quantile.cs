namespace Heed.Feedback.Statistics;

/// <summary>Quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).</summary>
public static class Quantile
{
    /// <summary>The quantile at <paramref name="level"/> in [0, 1]; NaN of nothing.</summary>
    public static double Of(IEnumerable<double> values, double level)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0) return double.NaN;
        var at = level * (sorted.Length - 1);
        var below = Math.Min((int)at, sorted.Length - 1);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    public static double Median(IEnumerable<double> values) => Of(values, 0.5);
}
