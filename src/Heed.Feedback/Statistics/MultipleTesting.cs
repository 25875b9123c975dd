namespace Heed.Feedback.Statistics;

/// <summary>Adjusted p-values of many tests: each may be compared with the level as if it were the only one.</summary>
public static class MultipleTesting
{
    /// <summary>Family-wise: n p.</summary>
    public static double[] Bonferroni(IReadOnlyList<double> p) => [.. p.Select(x => Math.Min(1, x * p.Count))];

    /// <summary>Family-wise, never weaker than Bonferroni (Holm 1979).</summary>
    public static double[] Holm(IReadOnlyList<double> p)
    {
        var (order, adjusted, largest) = (Ordered(p), new double[p.Count], 0.0);
        for (var rank = 0; rank < order.Length; rank++) adjusted[order[rank]] = largest = Math.Max(largest, Math.Min(1, p[order[rank]] * (p.Count - rank)));
        return adjusted;
    }

    /// <summary>False discovery rate for independent tests (Benjamini and Hochberg 1995).</summary>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> p) => StepUp(p, 1);

    /// <summary>False discovery rate for dependent tests (Benjamini and Yekutieli 2001).</summary>
    public static double[] BenjaminiYekutieli(IReadOnlyList<double> p) => StepUp(p, Enumerable.Range(1, p.Count).Sum(i => 1.0 / i));

    private static double[] StepUp(IReadOnlyList<double> p, double factor)
    {
        var (order, adjusted, smallest) = (Ordered(p), new double[p.Count], 1.0);
        for (var rank = order.Length - 1; rank >= 0; rank--)
            adjusted[order[rank]] = smallest = Math.Min(smallest, p[order[rank]] * factor * p.Count / (rank + 1));
        return adjusted;
    }

    private static int[] Ordered(IReadOnlyList<double> p) => [.. Enumerable.Range(0, p.Count).OrderBy(i => p[i])];
}
