namespace Heed.Runs;

/// <summary>Runs side by side. Every row has one value a run, null where the run has none.</summary>
/// <param name="Recipes">The keys on which the recipes differ.</param>
/// <param name="Figures">All figures.</param>
public sealed record RunComparison(
    IReadOnlyList<RunInfo> Runs,
    IReadOnlyDictionary<string, IReadOnlyList<string?>> Recipes,
    IReadOnlyDictionary<string, IReadOnlyList<double?>> Figures);
