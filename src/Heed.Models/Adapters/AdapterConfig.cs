using System.Text.RegularExpressions;
using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Models.Adapters;

/// <summary>Which of the model's own biases are trained beside an adapter.</summary>
public enum AdapterBias
{
    None,
    All,
    /// <summary>Those of the maps that are adapted.</summary>
    LoraOnly,
}

/// <summary>Low-rank changes of chosen linear maps (Hu et al. 2021, arXiv 2106.09685): W + scale·B·A with A (rank, inputs) and B (outputs, rank).</summary>
public sealed record AdapterConfig : IRecipe
{
    /// <summary>The word in <see cref="Targets"/> that stands for every linear map of the blocks, the heads left out.</summary>
    public const string AllLinear = "all-linear";

    /// <summary>r: width of the bottleneck.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>The change is multiplied by alpha / rank.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Multiply by alpha / √rank instead (Kalajdzievski 2023, arXiv 2312.03732).</summary>
    public bool Rslora { get; init; }

    /// <summary>A length of its own for each output's weights (Liu et al. 2024, arXiv 2402.09353).</summary>
    public bool Dora { get; init; }

    public AdapterBias Bias { get; init; }

    /// <summary>B has a bias of its own: W·x + scale·(B·A·x + b), b starting at zero (PEFT's <c>lora_bias</c>).</summary>
    public bool LoraBias { get; init; }

    /// <summary>What the model's own matrices are kept in while the adapter is trained: int8 takes a quarter of their memory and rounds them (Dettmers et al. 2023, arXiv 2305.14314, with 8 bits).</summary>
    public BaseNumbers Base { get; init; }

    /// <summary>What is adapted: names of modules, whole or their ends, such as <c>q_proj</c>; or <c>all-linear</c>.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [AllLinear];

    /// <summary>In place of the list: a regular expression that must match the whole name of a module.</summary>
    public string? TargetPattern { get; init; }

    /// <summary>Names of modules, whole or their ends, that are left out.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>In place of that list: a regular expression; modules whose whole name it matches are left out.</summary>
    public string? ExcludedPattern { get; init; }

    /// <summary>Layers, from 0, that are adapted; empty: all.</summary>
    public IReadOnlyList<int> Layers { get; init; } = [];

    /// <summary>Other ranks: by a regular expression that must match the end of a module's name, the first that does.</summary>
    public IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();

    /// <summary>Other alphas, likewise.</summary>
    public IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    /// <summary>Modules that are trained and saved whole, by the end of their names. A scalar head always is.</summary>
    public IReadOnlyList<string> SavedModules { get; init; } = [];

    /// <summary>Whether a module, such as <c>model.layers.0.self_attn.q_proj</c>, is adapted.</summary>
    /// <param name="inBlock">It is a linear map of a block, not an embedding or a head.</param>
    internal bool Adapts(string module, bool inBlock)
    {
        if (Excludes(module) || !InLayers(module)) return false;
        if (TargetPattern is { } pattern) return MatchesWhole(pattern, module);
        return Targets.Any(t => t == AllLinear ? inBlock : NamesEnd(module, t));
    }

    internal bool Saves(string module) => SavedModules.Any(m => Saves(module, m));

    internal static bool Saves(string module, string saved) => module.EndsWith(saved, StringComparison.Ordinal);

    internal int RankOf(string module) => First(RankPattern, module, Rank);

    internal float ScaleOf(string module)
    {
        double alpha = First(AlphaPattern, module, Alpha), rank = RankOf(module);
        return (float)(alpha / (Rslora ? Math.Sqrt(rank) : rank));
    }

    public IEnumerable<Problem> Problems()
    {
        if (Rank < 1 || RankPattern.Values.Any(r => r < 1)) yield return new("rank", $"expected at least 1, found {RankPattern.Values.Prepend(Rank).Min()}", "8 is usual");
        if (TargetPattern is null && Targets.Count == 0) yield return new("targets", "is empty: nothing would be adapted", $"write [{AllLinear}] or names such as [q_proj, v_proj]");
        if (ExcludedPattern is not null && Excluded.Count > 0) yield return new("excluded_pattern", "stands beside the list excluded", "keep one of them");
        if (LoraBias && Dora) yield return new("lora_bias", "is true beside dora, whose rows have a length and no bias", "leave one of them out");
        if (Layers.Any(l => l < 0)) yield return new("layers", "holds a negative layer", "layers count from 0");
        foreach (var (key, pattern) in RankPattern.Keys.Select(p => ("rank_pattern", p)).Concat(AlphaPattern.Keys.Select(p => ("alpha_pattern", p)))
            .Concat(new[] { ("target_pattern", TargetPattern), ("excluded_pattern", ExcludedPattern) }.Where(p => p.Item2 is not null).Select(p => (p.Item1, p.Item2!))))
            if (Broken(pattern) is { } why) yield return new(key, $"'{pattern}' is no regular expression: {why}", "escape what is meant literally");
    }

    private bool Excludes(string module) => ExcludedPattern is { } pattern ? MatchesWhole(pattern, module) : Excluded.Any(e => NamesEnd(module, e));

    private bool InLayers(string module) => Layers.Count == 0
        || (Regex.Match(module, @"\.[^.]*\.(\d+)\.", RegexOptions.NonBacktracking) is { Success: true } found && Layers.Contains(int.Parse(found.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));

    private static T First<T>(IReadOnlyDictionary<string, T> patterns, string module, T otherwise)
    {
        foreach (var (pattern, value) in patterns)
            if (Matches($@"^(?:.*\.)?(?:{pattern})$", module)) return value;
        return otherwise;
    }

    private static bool NamesEnd(string module, string end) => module == end || module.EndsWith("." + end, StringComparison.Ordinal);

    private static bool MatchesWhole(string pattern, string module) => Matches($@"\A(?:{pattern})\z", module);

    private static bool Matches(string pattern, string module) => Regex.IsMatch(module, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static string? Broken(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
