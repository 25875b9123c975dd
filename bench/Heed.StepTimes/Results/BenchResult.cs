namespace Heed.StepTimes.Results;

/// <summary>One session as it is kept: when, of which commit, on which machine, in which mode.</summary>
public sealed record BenchResult(DateTimeOffset Time, string? Commit, string Machine, bool Quick, IReadOnlyList<BenchRow> Rows);
