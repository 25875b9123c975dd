using MathNet.Numerics.Distributions;

namespace Heed.Evaluation.Statistics;

/// <summary>Correlation coefficients of two lists of equal length; NaN where one of them is constant or shorter than 2.</summary>
public static class Correlation
{
    /// <summary>Pearson's product-moment correlation.</summary>
    public static double Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        CheckLengths(x, y);
        if (x.Count < 2) return double.NaN;
        var (meanX, meanY) = (x.Average(), y.Average());
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Count; i++)
        {
            var (a, b) = (x[i] - meanX, y[i] - meanY);
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }
        return xx == 0 || yy == 0 ? double.NaN : Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
    }

    /// <summary>Spearman's rank correlation: Pearson's of the ranks, ties at their mean rank.</summary>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>Two-sided p-value of a correlation r over n pairs, by Student's t with n - 2 degrees of freedom.</summary>
    public static double PValue(double r, int n)
    {
        var freedom = n - 2;
        var t = Math.Abs(r) * Math.Sqrt(freedom / ((1 - r) * (1 + r)));
        return 2 * StudentT.CDF(0, 1, freedom, -t);
    }

    /// <summary>Kendall's τ-b: concordant less discordant pairs, over the geometric mean of the pairs not tied on either side.</summary>
    public static double KendallTauB(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        CheckLengths(x, y);
        long balance = 0, untiedX = 0, untiedY = 0;
        for (var i = 0; i < x.Count; i++)
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (x[i].CompareTo(x[j]), y[i].CompareTo(y[j]));
                balance += a * b;
                if (a != 0) untiedX++;
                if (b != 0) untiedY++;
            }
        return balance / Math.Sqrt((double)untiedX * untiedY);
    }

    /// <summary>Spearman's correlation of x and y with the linear part of the control's ranks taken out of both.</summary>
    public static double PartialSpearman(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> control)
    {
        var (xy, xc, yc) = (Spearman(x, y), Spearman(x, control), Spearman(y, control));
        return (xy - xc * yc) / Math.Sqrt((1 - xc * xc) * (1 - yc * yc));
    }

    /// <summary>Ranks from 1, ties at their mean rank.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var first = 0; first < order.Length;)
        {
            var past = first;
            while (past < order.Length && values[order[past]] == values[order[first]]) past++;
            for (var i = first; i < past; i++) ranks[order[i]] = (first + 1 + past) / 2.0;
            first = past;
        }
        return ranks;
    }

    private static void CheckLengths(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"expected lists of equal length, found {x.Count} and {y.Count}");
    }
}
