namespace Heed.Runs;

/// <summary>How a run ended; stands in the run folder once it has.</summary>
/// <param name="Step">The last step.</param>
public sealed record RunSummary(string Kind, DateTimeOffset Started, DateTimeOffset Finished, long Step, IReadOnlyDictionary<string, double> Figures);
