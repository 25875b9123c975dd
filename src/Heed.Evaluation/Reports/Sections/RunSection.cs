namespace Heed.Evaluation.Reports.Sections;

/// <summary>A named value.</summary>
public sealed record Fact(string Name, string Value);

/// <summary>How long a stage took.</summary>
/// <param name="Work">What it did, in a few words with its numbers.</param>
public sealed record StageTime(string Stage, double Seconds, string? Work = null);

/// <summary>The run as a whole.</summary>
public sealed record RunSection
{
    /// <summary>In the order run.</summary>
    public IReadOnlyList<StageTime> Stages { get; init; } = [];

    /// <summary>Peak resident memory, bytes.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>The resolved recipe as YAML.</summary>
    public string? Recipe { get; init; }

    public IReadOnlyList<Fact> Machine { get; init; } = [];

    public IReadOnlyList<Fact> Versions { get; init; } = [];
}
