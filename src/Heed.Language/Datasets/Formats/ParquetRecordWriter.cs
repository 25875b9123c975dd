using System.Text.Json.Nodes;
using Heed.Language.Datasets.Shapes;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace Heed.Language.Datasets.Formats;

/// <summary>A Parquet file, one row group in memory at a time.</summary>
internal static class ParquetRecordWriter
{
    private const int GroupRows = 10_000, GroupCharacters = 1 << 22;

    public static void Write(Stream stream, IReadOnlyList<Column> columns, IEnumerable<JsonObject> records)
    {
        var schema = new ParquetSchema([.. columns.Select(c => Field(c.Name, c.Type))]);
        var begun = false;
        foreach (var group in Groups(records))
        {
            IDictionary<string, object?>[] rows = [.. group.Select(r => Row(r, columns))];
            ParquetSerializer.SerializeUntypedAsync(rows, schema, stream, new ParquetOptions { Append = begun, CompressionMethod = CompressionMethod.Zstd }).GetAwaiter().GetResult();
            begun = true;
        }
        if (!begun) ParquetSerializer.SerializeUntypedAsync([], schema, stream).GetAwaiter().GetResult();
    }

    /// <summary>Records until there are many, or much text.</summary>
    private static IEnumerable<List<JsonObject>> Groups(IEnumerable<JsonObject> records)
    {
        var (group, characters) = (new List<JsonObject>(), 0L);
        foreach (var record in records)
        {
            group.Add(record);
            characters += Characters(record);
            if (group.Count < GroupRows && characters < GroupCharacters) continue;
            yield return group;
            (group, characters) = ([], 0);
        }
        if (group.Count > 0) yield return group;
    }

    private static long Characters(JsonNode? node) => node switch
    {
        JsonObject record => record.Sum(p => Characters(p.Value)),
        JsonArray list => list.Sum(Characters),
        _ => RecordText.TryText(node, out var text) ? text.Length : 8
    };

    private static Field Field(string name, ColumnType type) => type.Kind switch
    {
        ColumnKind.Truth => new DataField<bool?>(name),
        ColumnKind.Whole => new DataField<long?>(name),
        ColumnKind.Number => new DataField<double?>(name),
        ColumnKind.List => new ListField(name, Field(ListField.ElementName, type.Element!)),
        ColumnKind.Record => new StructField(name, [.. type.Fields!.Select(f => Field(f.Name, f.Type))]),
        _ => new DataField<string>(name)
    };

    private static Dictionary<string, object?> Row(JsonObject record, IReadOnlyList<Column> columns) => columns.ToDictionary(c => c.Name, c => Value(record[c.Name], c.Type));

    private static object? Value(JsonNode? node, ColumnType type) => node is null ? null : type.Kind switch
    {
        ColumnKind.Truth => node.GetValue<bool>(),
        ColumnKind.Whole => RecordNumber.Whole(node),
        ColumnKind.Number => RecordNumber.Of(node),
        ColumnKind.Text => node.GetValue<string>(),
        ColumnKind.Record => Row(node.AsObject(), type.Fields!),
        ColumnKind.List => List(node.AsArray(), type.Element!),
        _ => null
    };

    private static object List(JsonArray list, ColumnType element) => element.Kind switch
    {
        ColumnKind.Truth => list.Select(n => (bool?)Value(n, element)).ToList(),
        ColumnKind.Whole => list.Select(n => (long?)Value(n, element)).ToList(),
        ColumnKind.Number => list.Select(n => (double?)Value(n, element)).ToList(),
        ColumnKind.Record => list.Select(n => (IDictionary<string, object?>?)Value(n, element)).ToList(),
        ColumnKind.List => list.Select(n => Value(n, element)).ToList(),
        _ => list.Select(n => n is null ? (ReadOnlyMemory<char>?)null : n.GetValue<string>().AsMemory()).ToList()
    };
}
