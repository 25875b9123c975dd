using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Formats;

/// <summary>A table of texts: a line of names, then a record a line (RFC 4180, line feeds).</summary>
internal static class DelimitedWriter
{
    public static void Write(Stream stream, string path, char separator, IReadOnlyList<Column> columns, IEnumerable<JsonObject> records)
    {
        if (columns.FirstOrDefault(c => c.Type.Kind is ColumnKind.List or ColumnKind.Record) is { } nested)
            throw new DatasetException(path, null, $"'{nested.Name}' holds lists or objects, which a table of texts has no place for: write .jsonl or .parquet, or a shape of texts (alpaca, hh, text)");
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var special = SearchValues.Create([separator, '"', '\n', '\r']);
        writer.WriteLine(string.Join(separator, columns.Select(c => Field(c.Name, special))));
        foreach (var record in records)
        {
            var line = string.Join(separator, columns.Select(c => Field(Text(record[c.Name]), special)));
            // A blank line would be no record.
            writer.WriteLine(columns.Count == 1 && string.IsNullOrWhiteSpace(line) ? $"\"{line}\"" : line);
        }
    }

    private static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString()
    };

    private static string Field(string text, SearchValues<char> special) =>
        text.AsSpan().ContainsAny(special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
