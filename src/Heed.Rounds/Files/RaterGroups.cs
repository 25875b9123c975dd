using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Formats;

namespace Heed.Rounds.Files;

/// <summary>Who raters are, as far as they said, and whom their answers should stand for.</summary>
public static class RaterGroups
{
    /// <summary>By rater, by attribute: the group. A table (.csv, .tsv, .jsonl, .parquet, …) with a column "rater" and a column an attribute; empty cells say nothing.</summary>
    /// <exception cref="RoundFileException">No column "rater".</exception>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(string path)
    {
        if (!File.Exists(path)) throw new RoundFileException(path, 0, "no such file; expected a table with a column \"rater\" and a column for every attribute, such as country");
        var quarantine = new Quarantine();
        var groups = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (var record in RecordFile.Read(path, quarantine))
        {
            if (Text(record.Value["rater"]) is not { } rater) throw new RoundFileException(path, (int)record.Line, "expected a column \"rater\" with a pseudonym, found none");
            groups[rater] = record.Value.Where(c => c.Key != "rater").Select(c => (c.Key, Value: Text(c.Value))).Where(c => c.Value is not null).ToDictionary(c => c.Key, c => c.Value!);
        }
        quarantine.Check(path);
        return groups;
    }

    /// <summary>By attribute, by group: share of the population, from a JSON object such as {"country": {"UK": 0.4, "US": 0.6}}.</summary>
    /// <exception cref="RoundFileException">Not such an object, or shares that do not sum to one.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> ReadPopulation(string path)
    {
        const string Expected = "expected {\"attribute\": {\"group\": share, …}, …} with shares that sum to 1";
        if (!File.Exists(path)) throw new RoundFileException(path, 0, $"no such file; {Expected}");
        Dictionary<string, Dictionary<string, double>> read;
        try
        {
            read = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double>>>(File.ReadAllText(path)) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new RoundFileException(path, (int)(e.LineNumber ?? 0) + 1, $"{Expected}; {e.Message}");
        }
        foreach (var (attribute, shares) in read)
        {
            if (shares.Values.Any(s => !(s >= 0))) throw new RoundFileException(path, 0, $"{Expected}, found a share below 0 in \"{attribute}\"");
            if (Math.Abs(shares.Values.Sum() - 1) > 0.01) throw new RoundFileException(path, 0, $"{Expected}, found {shares.Values.Sum():0.###} in \"{attribute}\"");
        }
        return read.ToDictionary(a => a.Key, a => (IReadOnlyDictionary<string, double>)a.Value);
    }

    private static string? Text(JsonNode? value) => value?.ToString() is { Length: > 0 } text ? text : null;
}
