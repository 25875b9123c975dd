using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Evaluation.Plots;

namespace Heed.Evaluation.Reports.Sections;

/// <summary>A named value.</summary>
public sealed record Fact(string Name, string Value)
{
    /// <summary>The entries of a small JSON file such as machine.json, in order; none where there is no such file.</summary>
    public static IReadOnlyList<Fact> FromJson(string path)
    {
        if (!File.Exists(path) || JsonNode.Parse(File.ReadAllText(path)) is not JsonObject entries) return [];
        return [.. entries.Select(e => new Fact(e.Key.Replace('_', ' '), Text(e.Key, e.Value)))];
    }

    private static string Text(string name, JsonNode? value) => value switch
    {
        null => "–",
        JsonArray list => string.Join(", ", list.Select(v => v?.ToString())),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number && name.EndsWith("bytes", StringComparison.Ordinal) => NumberText.Bytes((double)number),
        _ => value.ToString(),
    };
}

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
