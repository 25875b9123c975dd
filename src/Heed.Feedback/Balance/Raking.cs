namespace Heed.Feedback.Balance;

/// <summary>
/// Iterative proportional fitting (Deming and Stephan 1940): weights of the cells of a two-way table under which both margins have their shares of
/// the population. Empty cells stay empty.
/// </summary>
/// <param name="CellShares">Share of each cell, (rows, columns).</param>
/// <param name="Weights">Weight of each answer in a cell; they average one over the answers; 0 for an empty cell.</param>
/// <param name="EffectiveSampleSize">How many equally weighted answers these are worth.</param>
public sealed record Raking(double[,] CellShares, double[,] Weights, double EffectiveSampleSize)
{
    public static Raking Of(double[,] counts, IReadOnlyList<double> rowShares, IReadOnlyList<double> columnShares)
    {
        var cells = (double[,])counts.Clone();
        for (var change = double.PositiveInfinity; change > 1e-15;)
        {
            var before = (double[,])cells.Clone();
            for (var i = 0; i < rowShares.Count; i++) Scale(cells, i, null, rowShares[i]);
            for (var j = 0; j < columnShares.Count; j++) Scale(cells, null, j, columnShares[j]);
            change = before.Cast<double>().Zip(cells.Cast<double>(), (a, b) => Math.Abs(a - b)).Max();
        }
        return Weighted(counts, cells);
    }

    private static void Scale(double[,] cells, int? row, int? column, double share)
    {
        var (from, to, left, right) = (row ?? 0, row ?? cells.GetLength(0) - 1, column ?? 0, column ?? cells.GetLength(1) - 1);
        var sum = 0.0;
        for (var i = from; i <= to; i++)
            for (var j = left; j <= right; j++) sum += cells[i, j];
        if (sum <= 0) return;
        for (var i = from; i <= to; i++)
            for (var j = left; j <= right; j++) cells[i, j] *= share / sum;
    }

    private static Raking Weighted(double[,] counts, double[,] cells)
    {
        var total = counts.Cast<double>().Sum();
        var weights = new double[counts.GetLength(0), counts.GetLength(1)];
        var squares = 0.0;
        for (var i = 0; i < counts.GetLength(0); i++)
            for (var j = 0; j < counts.GetLength(1); j++)
            {
                if (counts[i, j] == 0) continue;
                weights[i, j] = cells[i, j] * total / counts[i, j];
                squares += counts[i, j] * weights[i, j] * weights[i, j];
            }
        return new Raking(cells, weights, total * total / squares);
    }
}
