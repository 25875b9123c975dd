namespace Heed.Evaluation.Statistics;

/// <summary>Quantiles by linear interpolation between order statistics (Hyndman and Fan 1996, type 7: what numpy does).</summary>
public static class Quantile
{
    /// <summary>The quantile <paramref name="q"/> (0 to 1) of values already in ascending order; NaN where there is none.</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double q)
    {
        if (sorted.IsEmpty) return double.NaN;
        var position = q * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>The quantile of values in any order.</summary>
    public static double Of(IEnumerable<double> values, double q) => OfSorted(values.Order().ToArray(), q);

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values) => Of(values, 0.5);
}
