namespace Heed.Learning.PolicyOptimization.Shaping;

/// <summary>A punishment of repeated n-grams: (1 − distinct/all)·max (Yeo et al. 2025, arXiv 2502.03373, appendix B).</summary>
public sealed record RepetitionPenalty
{
    /// <summary>n.</summary>
    public int Length { get; init; } = 3;

    /// <summary>The punishment of an answer that repeats one n-gram for ever, ≤ 0.</summary>
    public double Largest { get; init; } = -1;

    /// <summary>The punishment; an answer shorter than n gets none.</summary>
    public double Compute(ReadOnlySpan<int> tokens)
    {
        var all = tokens.Length - Length + 1;
        if (all <= 0) return 0;
        var distinct = new HashSet<string>();
        for (var i = 0; i < all; i++) distinct.Add(string.Join(',', tokens.Slice(i, Length).ToArray()));
        return (1 - (double)distinct.Count / all) * Largest;
    }
}
