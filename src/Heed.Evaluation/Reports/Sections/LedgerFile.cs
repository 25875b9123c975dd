using System.Text.Json;
using System.Text.Json.Serialization;
using Heed.Runs;

namespace Heed.Evaluation.Reports.Sections;

/// <summary>What the report reads of a ledger.json.</summary>
internal sealed record LedgerFile
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [JsonPropertyName("read")] public required long RecordsRead { get; init; }

    public required Dictionary<string, long> Dropped { get; init; }

    public required Part Train { get; init; }

    public required Part HeldOut { get; init; }

    public Dictionary<string, Tally>? Changed { get; init; }

    public Dictionary<string, Tally>? Noticed { get; init; }

    public static LedgerFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<LedgerFile>(File.ReadAllText(path), Json) ?? throw new JsonException("it is empty");
        }
        catch (Exception problem) when (problem is JsonException or IOException)
        {
            throw new RunException($"{path} cannot be read as the ledger of data preparation: {problem.Message}; prepare the data again", problem);
        }
    }

    internal sealed record Part(long Records, long Bytes);

    internal sealed record Tally(long Records, long Places);
}
