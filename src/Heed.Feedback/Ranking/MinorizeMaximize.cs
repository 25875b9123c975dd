namespace Heed.Feedback.Ranking;

/// <summary>
/// Bradley and Terry's strengths by minorization–maximization (Zermelo 1929; Hunter 2004): p_i ← w_i / Σ_j n_ij / (p_i + p_j), the p scaled to sum to one; a tie is half a win of each.
/// No matrix of items by items, so it serves for many items; each step raises the likelihood.
/// </summary>
public sealed record MinorizeMaximize
{
    /// <summary>Steps end when no share moves by more than this part of itself.</summary>
    public double Tolerance { get; init; } = 1e-12;

    public int MaxIterations { get; init; } = 100_000;

    /// <summary>By item: share of the strength of all. An item that never wins goes to 0.</summary>
    public double[] Fit(int items, IEnumerable<Contest> contests)
    {
        var wins = new double[items];
        var met = new Dictionary<(int, int), double>();
        foreach (var (first, second, outcome) in contests)
        {
            wins[first] += outcome switch { Outcome.First => 1, Outcome.Second => 0, _ => 0.5 };
            wins[second] += outcome switch { Outcome.First => 0, Outcome.Second => 1, _ => 0.5 };
            var pair = first < second ? (first, second) : (second, first);
            met[pair] = met.GetValueOrDefault(pair) + 1;
        }
        var shares = Enumerable.Repeat(1.0 / items, items).ToArray();
        var pairs = met.Select(m => (m.Key.Item1, m.Key.Item2, Count: m.Value)).ToArray();
        for (var i = 0; i < MaxIterations; i++)
        {
            var next = Step(shares, wins, pairs);
            var moved = next.Zip(shares, (a, b) => Math.Abs(a - b) / Math.Max(b, 1e-300)).Max();
            shares = next;
            if (moved < Tolerance) break;
        }
        return shares;
    }

    private static double[] Step(double[] shares, double[] wins, (int First, int Second, double Count)[] pairs)
    {
        var rates = new double[shares.Length];
        foreach (var (first, second, count) in pairs)
        {
            var rate = count / Math.Max(shares[first] + shares[second], 1e-300);
            rates[first] += rate;
            rates[second] += rate;
        }
        double[] next = [.. wins.Zip(rates, (w, r) => r > 0 ? w / r : 0)];
        var sum = next.Sum();
        return [.. next.Select(n => n / sum)];
    }
}
