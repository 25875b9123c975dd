namespace Heed.Feedback.Statistics;

/// <summary>A 2 × 2 table of counts: rows are groups, columns outcomes.</summary>
public readonly record struct TwoByTwo(double A, double B, double C, double D)
{
    public double Total => A + B + C + D;
}

/// <summary>
/// One association across strata (Cochran 1954; Mantel and Haenszel 1959): the pooled odds ratio with the standard error of its logarithm
/// (Robins, Breslow and Greenland 1986), the test of independence, and the test that the strata agree (Breslow and Day 1980, Tarone 1985).
/// </summary>
public sealed record StratifiedTables(
    double OddsRatio, double LogOddsRatioError, double Statistic, double P, double CorrectedStatistic, double CorrectedP, double Homogeneity, double HomogeneityP, double TaroneHomogeneity)
{
    public static StratifiedTables Of(IReadOnlyList<TwoByTwo> tables)
    {
        double r = tables.Sum(t => t.A * t.D / t.Total), s = tables.Sum(t => t.B * t.C / t.Total), odds = r / s;
        var pr = tables.Sum(t => (t.A + t.D) / t.Total * (t.A * t.D / t.Total));
        var mixed = tables.Sum(t => ((t.A + t.D) * t.B * t.C + (t.B + t.C) * t.A * t.D) / (t.Total * t.Total));
        var qs = tables.Sum(t => (t.B + t.C) / t.Total * (t.B * t.C / t.Total));
        var error = Math.Sqrt(pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s));
        var excess = tables.Sum(t => t.A - (t.A + t.B) * (t.A + t.C) / t.Total);
        var variance = tables.Sum(t => (t.A + t.B) * (t.C + t.D) * (t.A + t.C) * (t.B + t.D) / (t.Total * t.Total * (t.Total - 1)));
        double plain = excess * excess / variance, corrected = Math.Pow(Math.Abs(excess) - 0.5, 2) / variance;
        var (homogeneity, tarone) = BreslowDay(tables, odds);
        return new StratifiedTables(odds, error, plain, Tail.ChiSquare(plain, 1), corrected, Tail.ChiSquare(corrected, 1), homogeneity, Tail.ChiSquare(homogeneity, tables.Count - 1), tarone);
    }

    private static (double Plain, double Tarone) BreslowDay(IReadOnlyList<TwoByTwo> tables, double odds)
    {
        double statistic = 0, excess = 0, spread = 0;
        foreach (var t in tables)
        {
            var expected = Expected(t, odds);
            double row = t.A + t.B, column = t.A + t.C;
            var variance = 1 / (1 / expected + 1 / (row - expected) + 1 / (column - expected) + 1 / (t.Total - row - column + expected));
            statistic += (t.A - expected) * (t.A - expected) / variance;
            excess += t.A - expected;
            spread += variance;
        }
        return (statistic, statistic - excess * excess / spread);
    }

    /// <summary>The first cell that has the table's margins and the given odds ratio.</summary>
    private static double Expected(TwoByTwo t, double odds)
    {
        double row = t.A + t.B, column = t.A + t.C, a = 1 - odds, b = t.Total - row - column + odds * (row + column), c = -odds * row * column;
        if (Math.Abs(a) < 1e-12) return -c / b;
        var root = Math.Sqrt(b * b - 4 * a * c);
        var first = (-b + root) / (2 * a);
        return first > 0 && first < Math.Min(row, column) ? first : (-b - root) / (2 * a);
    }
}
