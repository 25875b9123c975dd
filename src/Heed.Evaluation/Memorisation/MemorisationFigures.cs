using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Memorisation;

/// <summary>Canaries planted equally often, together.</summary>
/// <param name="Copies">How often each stood in the training text; 0: never, as a control.</param>
/// <param name="Canaries">How many there are.</param>
/// <param name="MeanExposure">Mean exposure, bits.</param>
/// <param name="HighestExposure">Highest of them.</param>
/// <param name="Possible">Highest possible: log₂ of the number of candidates.</param>
public sealed record CanaryGroup(int Copies, int Canaries, double MeanExposure, double HighestExposure, double Possible);

/// <summary>Share of texts with a copied run of at least so many tokens: generated texts beside held-out ones of the same kind.</summary>
public sealed record CopiedShare(int Tokens, Measurement Generated, Measurement HeldOut);

/// <summary>A generated text with one of the longest copied runs.</summary>
/// <param name="Run">The copied run.</param>
/// <param name="Tokens">Its length in tokens.</param>
public sealed record CopiedExample(string Run, int Tokens);

/// <summary>What a model has learned by heart.</summary>
public sealed record MemorisationFigures
{
    /// <summary>By number of copies, ascending; empty where no canary was planted.</summary>
    public IReadOnlyList<CanaryGroup> Canaries { get; init; } = [];

    /// <summary>By threshold, ascending.</summary>
    public IReadOnlyList<CopiedShare> Copied { get; init; } = [];

    /// <summary>Median and greatest length of the longest copied run of a generated text, tokens.</summary>
    public double MedianRun { get; init; }

    /// <inheritdoc cref="MedianRun"/>
    public int LongestRun { get; init; }

    /// <summary>The longest runs, most first.</summary>
    public IReadOnlyList<CopiedExample> Examples { get; init; } = [];

    /// <summary>
    /// Copied runs of generated texts, beside those that held-out texts of the same length share with the training text by the nature of
    /// the language.
    /// </summary>
    public static MemorisationFigures OfRuns(IReadOnlyList<CopiedRun> generated, IReadOnlyList<CopiedRun> heldOut, IReadOnlyList<int> thresholds) => new()
    {
        Copied = [.. thresholds.Order().Select(t => new CopiedShare(t, Share(generated, t), Share(heldOut, t)))],
        MedianRun = Quantile.Median(generated.Select(r => (double)r.LongestTokens)),
        LongestRun = generated.Select(r => r.LongestTokens).DefaultIfEmpty().Max(),
        Examples = [.. generated.OrderByDescending(r => r.LongestTokens).Take(3).Select(r => new CopiedExample(r.Longest, r.LongestTokens))],
    };

    /// <summary>Exposures grouped by how often their canaries were planted.</summary>
    public static IReadOnlyList<CanaryGroup> GroupExposures(IEnumerable<(int copies, CanaryExposure exposure)> exposures, long candidates) =>
        [.. exposures.GroupBy(e => e.copies).OrderBy(g => g.Key).Select(g => new CanaryGroup(g.Key, g.Count(),
            g.Average(e => e.exposure.Exposure), g.Max(e => e.exposure.Exposure), Math.Log2(candidates)))];

    private static Measurement Share(IReadOnlyList<CopiedRun> runs, int tokens) => WilsonInterval.Of(runs.Count(r => r.LongestTokens >= tokens), runs.Count);
}
