using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Formats;

/// <summary>One JSON object a line; blank lines do not count.</summary>
internal static class JsonLineRecords
{
    /// <summary>Trees of replies lie deeper than the usual 64.</summary>
    internal static readonly JsonReaderOptions Deep = new() { MaxDepth = 512 };

    public static IEnumerable<DataRecord> Read(string file, Quarantine quarantine)
    {
        using var lines = new Lines(file);
        var any = false;
        while (TryRead(lines, file, quarantine, out var record, ref any))
            if (record is not null) yield return record;
        if (!any) throw new DatasetException(file, null, "expected one JSON object a line, found only blank lines");
    }

    private static bool TryRead(Lines lines, string file, Quarantine quarantine, out DataRecord? record, ref bool any)
    {
        record = null;
        if (!lines.TryRead(out var line)) return false;
        StrictUtf8.Check(line, file, lines.Offset, lines.Number);
        if (line.Trim(" \t"u8).IsEmpty) return true;
        any = true;
        try
        {
            var reader = new Utf8JsonReader(line, Deep);
            if (JsonNode.Parse(ref reader) is JsonObject value)
            {
                if (reader.BytesConsumed != line.TrimEnd(" \t"u8).Length) quarantine.Reject(file, lines.Number, "broken JSON: text follows the object");
                else record = new DataRecord(file, lines.Number, Sound(value));
            }
            else quarantine.Reject(file, lines.Number, "expected a JSON object, found another value");
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            quarantine.Reject(file, lines.Number, $"broken JSON: {Short(error.Message)}");
        }
        return true;
    }

    // Keys are looked at once, so that one given twice is found here.
    internal static JsonObject Sound(JsonObject value)
    {
        _ = value.Count;
        return value;
    }

    internal static string Short(string message) => message.Split(" LineNumber:")[0].TrimEnd('.', ' ');
}
