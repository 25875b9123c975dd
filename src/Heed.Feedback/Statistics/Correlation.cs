namespace Heed.Feedback.Statistics;

/// <summary>Correlations of paired numbers. Ties get average ranks.</summary>
public static class Correlation
{
    /// <summary>Pearson's r; NaN where one of the two does not vary.</summary>
    public static double Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double meanX = x.Average(), meanY = y.Average(), xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Count; i++)
        {
            double dx = x[i] - meanX, dy = y[i] - meanY;
            xy += dx * dy; xx += dx * dx; yy += dy * dy;
        }
        return xy / Math.Sqrt(xx * yy);
    }

    /// <summary>Spearman's ρ: Pearson's r of the ranks.</summary>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>Kendall's τ_b, corrected for ties.</summary>
    public static double KendallB(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (difference, tiedX, tiedY, all) = Pairs(x, y);
        return difference / Math.Sqrt((all - tiedX) * (all - tiedY));
    }

    /// <summary>Stuart's τ_c, for tables that are not square.</summary>
    public static double KendallC(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double classes = Math.Min(x.Distinct().Count(), y.Distinct().Count()), n = x.Count;
        return 2 * Pairs(x, y).Difference * classes / (n * n * (classes - 1));
    }

    /// <summary>Ranks from 1, ties averaged.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start; end < order.Length && values[order[end]] == values[order[start]]; end++) { }
            for (var i = start; i < end; i++) ranks[order[i]] = (start + end + 1) / 2.0;
        }
        return ranks;
    }

    /// <summary>Concordant less discordant pairs, pairs tied in x, in y, and all.</summary>
    private static (double Difference, double TiedX, double TiedY, double All) Pairs(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double difference = 0, tiedX = 0, tiedY = 0;
        for (var i = 0; i < x.Count; i++)
            for (var j = 0; j < i; j++)
            {
                int dx = x[i].CompareTo(x[j]), dy = y[i].CompareTo(y[j]);
                difference += Math.Sign(dx) * Math.Sign(dy);
                if (dx == 0) tiedX++;
                if (dy == 0) tiedY++;
            }
        return (difference, tiedX, tiedY, x.Count * (x.Count - 1) / 2.0);
    }
}
