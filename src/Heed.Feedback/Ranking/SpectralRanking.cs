namespace Heed.Feedback.Ranking;

/// <summary>
/// Luce spectral ranking (Maystre and Grossglauser 2015, "Fast and accurate inference of Plackett–Luce models"): strengths are the stationary
/// distribution of a Markov chain in which losers pass to winners. One step is fast and consistent; iterated (I-LSR) it reaches the maximum of
/// the likelihood.
/// </summary>
public sealed record SpectralRanking
{
    /// <summary>Rate added between every two items, in a chain whose weights average one: keeps strengths finite.</summary>
    public double Regularisation { get; init; }

    /// <summary>One spectral step; otherwise as many as it takes.</summary>
    public bool SingleStep { get; init; }

    /// <summary>Iterations end when no log-strength moves by more.</summary>
    public double Tolerance { get; init; } = 1e-11;

    /// <summary>Log-strengths that sum to zero, from rankings of any length, best first; a comparison is a ranking of two.</summary>
    public double[] Fit(int items, IReadOnlyList<IReadOnlyList<int>> rankings)
    {
        var strengths = Step(items, rankings, new double[items]);
        for (var moved = double.PositiveInfinity; !SingleStep && moved > Tolerance;)
        {
            var next = Step(items, rankings, strengths);
            moved = next.Zip(strengths, (a, b) => Math.Abs(a - b)).Max();
            strengths = next;
        }
        return strengths;
    }

    /// <summary>Rank centrality (Negahban, Oh and Shah 2012): the chain of shares of comparisons lost.</summary>
    public static double[] RankCentrality(int items, IEnumerable<Contest> comparisons)
    {
        var wins = new double[items, items];
        foreach (var c in comparisons.Where(c => c.Outcome != Outcome.Tie)) wins[c.Outcome == Outcome.First ? c.Second : c.First, c.Outcome == Outcome.First ? c.First : c.Second]++;
        var rates = new double[items, items];
        for (var i = 0; i < items; i++)
            for (var j = 0; j < items; j++)
                if (wins[i, j] > 0) rates[i, j] = wins[i, j] / (wins[i, j] + wins[j, i]);
        return Stationary(rates);
    }

    private double[] Step(int items, IReadOnlyList<IReadOnlyList<int>> rankings, double[] strengths)
    {
        var mean = strengths.Average(s => Math.Exp(s));
        var weights = strengths.Select(s => Math.Exp(s) / mean).ToArray();
        var rates = new double[items, items];
        for (var i = 0; i < items; i++)
            for (var j = 0; j < items; j++) rates[i, j] = Regularisation;
        foreach (var ranking in rankings)
        {
            var left = ranking.Sum(i => weights[i]);
            for (var place = 0; place < ranking.Count - 1; left -= weights[ranking[place]], place++)
                for (var below = place + 1; below < ranking.Count; below++) rates[ranking[below], ranking[place]] += 1 / left;
        }
        return Stationary(rates);
    }

    /// <summary>
    /// Logarithms, summing to zero, of the π with Σ_i π_i rate_ij = π_j Σ_k rate_jk: normal equations of the balance and of Σ π = 1 would square the
    /// condition number, so the last balance is replaced and the system solved by elimination.
    /// </summary>
    private static double[] Stationary(double[,] rates)
    {
        var n = rates.GetLength(0);
        var system = new double[n, n];
        for (var j = 0; j < n; j++)
            for (var i = 0; i < n; i++)
            {
                if (i == j) continue;
                system[j, i] += rates[i, j];
                system[j, j] -= rates[j, i];
            }
        for (var i = 0; i < n; i++) system[n - 1, i] = 1;
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(system);
        var right = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(n, i => i == n - 1 ? 1 : 0);
        var logs = matrix.Solve(right).Select(p => p > 0 ? Math.Log(p) : throw new NoEstimateException()).ToArray();
        return [.. logs.Select(l => l - logs.Average())];
    }
}
