namespace Heed.Feedback.Statistics;

/// <summary>Pearson's test (1900) of counts against what is expected: χ² = Σ (n − e)² / e.</summary>
/// <param name="P">Of counts so uneven by chance.</param>
public sealed record ChiSquareTest(double ChiSquare, double P)
{
    /// <summary>That all categories are equally likely, such as the places of a ranking.</summary>
    public static ChiSquareTest Uniform(IReadOnlyList<int> counts)
    {
        var expected = counts.Average();
        return Of(counts.Select(n => ((double)n, expected)), counts.Count - 1);
    }

    /// <summary>That the columns of a table have the same shares in every row: e = row · column / all.</summary>
    public static ChiSquareTest Independence(IReadOnlyList<IReadOnlyList<double>> table)
    {
        double[] rows = [.. table.Select(row => row.Sum())], columns = [.. Enumerable.Range(0, table[0].Count).Select(c => table.Sum(row => row[c]))];
        var all = rows.Sum();
        return Of(table.SelectMany((row, r) => row.Select((n, c) => (n, rows[r] * columns[c] / all))), (rows.Length - 1.0) * (columns.Length - 1));
    }

    /// <summary>Where nothing is expected, nothing is counted.</summary>
    private static ChiSquareTest Of(IEnumerable<(double Count, double Expected)> cells, double degrees)
    {
        var statistic = cells.Sum(c => c.Expected > 0 ? (c.Count - c.Expected) * (c.Count - c.Expected) / c.Expected : 0);
        return new ChiSquareTest(statistic, Tail.ChiSquare(statistic, degrees));
    }
}
