namespace Heed.Models.Generation;

/// <summary>Cuts a step's rows into one part a thread at borders of sequences, since attention reads what earlier rows of a sequence wrote.</summary>
internal static class RowSplit
{
    private const int FewestRows = 12;
    private const double Imbalance = 1.25;

    /// <summary>The parts' borders, first 0 and last the count; null where threads had better share every operation instead.</summary>
    public static int[]? Borders(IReadOnlyList<StepRow> rows, int threads)
    {
        if (rows.Count < FewestRows * threads) return null;
        var borders = new int[threads + 1];
        for (var t = 1; t < threads; t++) borders[t] = Math.Max(borders[t - 1], BorderNear(rows, (int)((long)rows.Count * t / threads)));
        borders[threads] = rows.Count;
        for (var t = 0; t < threads; t++)
            if (borders[t + 1] - borders[t] > Imbalance * rows.Count / threads) return null;
        return borders;
    }

    private static int BorderNear(IReadOnlyList<StepRow> rows, int target)
    {
        int before = target, after = target;
        while (before > 0 && rows[before - 1].Pages == rows[before].Pages) before--;
        while (after < rows.Count && rows[after - 1].Pages == rows[after].Pages) after++;
        return target - before <= after - target ? before : after;
    }
}
