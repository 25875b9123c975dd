namespace Heed.Evaluation.Policies;

/// <summary>What several samples of one prompt are worth.</summary>
public static class RepeatedSampling
{
    /// <summary>Chance that at least one of k samples is right, unbiased: 1 - C(n-c, k)/C(n, k) (Chen et al. 2021, eq. 1).</summary>
    /// <param name="samples">n, how many were drawn.</param>
    /// <param name="correct">c, how many of them are right.</param>
    public static double PassAt(int k, int samples, int correct)
    {
        if (k < 1 || k > samples) throw new ArgumentOutOfRangeException(nameof(k), k, $"expected 1 to {samples}, the number of samples");
        var allWrong = 1.0;
        for (var i = samples - correct + 1; i <= samples; i++) allWrong *= Math.Max(0, 1 - (double)k / i);
        return 1 - allWrong;
    }

    /// <summary>The most frequent of the first k answers; a tie goes to the one seen first (Wang et al. 2022).</summary>
    public static T Majority<T>(IReadOnlyList<T> answers, int k) where T : notnull =>
        answers.Take(k).GroupBy(a => a).OrderByDescending(g => g.Count()).First().Key;

    /// <summary>Expected value of the best of n by proxy, over all subsets of the samples (Nakano et al. 2021, appendix I).</summary>
    /// <param name="proxy">What the best is chosen by.</param>
    /// <param name="values">What is averaged: the proxy itself or a gold reward.</param>
    public static double BestOf(int n, IReadOnlyList<double> proxy, IReadOnlyList<double> values)
    {
        if (n < 1 || n > proxy.Count) throw new ArgumentOutOfRangeException(nameof(n), n, $"expected 1 to {proxy.Count}, the number of samples");
        var ascending = Enumerable.Range(0, proxy.Count).OrderBy(i => proxy[i]).ToArray();
        var (weight, sum) = (n / (double)proxy.Count, 0.0);          // C(N-1, n-1) / C(N, n)
        for (var rank = proxy.Count; rank >= n; rank--)
        {
            sum += weight * values[ascending[rank - 1]];
            weight *= (rank - n) / (rank - 1.0);                     // C(i-2, n-1) = C(i-1, n-1) (i-n)/(i-1)
        }
        return sum;
    }

    /// <summary>KL divergence of best-of-n from the sampled policy, nats: log n - (n-1)/n (Stiennon et al. 2020; an upper bound).</summary>
    public static double BestOfKl(int n) => Math.Log(n) - (n - 1.0) / n;
}
