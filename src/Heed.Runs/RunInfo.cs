namespace Heed.Runs;

/// <summary>A run as a list shows it.</summary>
public sealed record RunInfo
{
    /// <summary>The folder's path below the root.</summary>
    public required string Name { get; init; }

    public required string Folder { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null: it is under way or was interrupted.</summary>
    public required DateTimeOffset? Finished { get; init; }

    /// <summary>Whether a process works on it now.</summary>
    public required bool InUse { get; init; }

    /// <summary>The last step of the journal; null before the first.</summary>
    public required long? LastStep { get; init; }

    /// <summary>What was measured at the end, or the last ones of its journal.</summary>
    public required IReadOnlyDictionary<string, double> Figures { get; init; }

    /// <summary>Size on disk, runs inside it included.</summary>
    public required long Bytes { get; init; }
}
