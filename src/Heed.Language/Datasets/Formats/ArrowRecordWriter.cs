using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Heed.Language.Datasets.Shapes;

namespace Heed.Language.Datasets.Formats;

/// <summary>An Arrow IPC stream (what the datasets library keeps its files in), one batch in memory at a time.</summary>
internal static class ArrowRecordWriter
{
    private const int BatchRows = 1000;

    public static void Write(Stream stream, IReadOnlyList<Column> columns, IEnumerable<JsonObject> records)
    {
        var schema = new Schema([.. columns.Select(c => new Field(c.Name, TypeOf(c.Type), nullable: true))], null);
        using var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true);
        writer.WriteStart();
        foreach (var rows in records.Chunk(BatchRows))
        {
            using var batch = new RecordBatch(schema, columns.Select(c => Array([.. rows.Select(r => r[c.Name])], c.Type)), rows.Length);
            writer.WriteRecordBatch(batch);
        }
        writer.WriteEnd();
    }

    private static IArrowType TypeOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Truth => BooleanType.Default,
        ColumnKind.Whole => Int64Type.Default,
        ColumnKind.Number => DoubleType.Default,
        ColumnKind.List => new ListType(new Field("item", TypeOf(type.Element!), nullable: true)),
        ColumnKind.Record => new StructType([.. type.Fields!.Select(f => new Field(f.Name, TypeOf(f.Type), nullable: true))]),
        _ => StringType.Default
    };

    private static IArrowArray Array(IReadOnlyList<JsonNode?> values, ColumnType type) => type.Kind switch
    {
        ColumnKind.Truth => values.Aggregate(new BooleanArray.Builder(), (b, v) => v is null ? b.AppendNull() : b.Append(v.GetValue<bool>())).Build(),
        ColumnKind.Whole => values.Aggregate(new Int64Array.Builder(), (b, v) => RecordNumber.Whole(v) is { } whole ? b.Append(whole) : b.AppendNull()).Build(),
        ColumnKind.Number => values.Aggregate(new DoubleArray.Builder(), (b, v) => RecordNumber.Of(v) is { } number ? b.Append(number) : b.AppendNull()).Build(),
        ColumnKind.List => List(values, type),
        ColumnKind.Record => new StructArray(TypeOf(type), values.Count, type.Fields!.Select(f => Array([.. values.Select(v => v?[f.Name])], f.Type)), Present(values, out var absent), absent),
        _ => values.Aggregate(new StringArray.Builder(), (b, v) => v is null ? b.AppendNull() : b.Append(v.GetValue<string>())).Build()
    };

    private static ListArray List(IReadOnlyList<JsonNode?> values, ColumnType type)
    {
        var offsets = new ArrowBuffer.Builder<int>(values.Count + 1).Append(0);
        var elements = new List<JsonNode?>();
        foreach (var value in values)
        {
            if (value is JsonArray list) elements.AddRange(list);
            offsets.Append(elements.Count);
        }
        return new ListArray(TypeOf(type), values.Count, offsets.Build(), Array(elements, type.Element!), Present(values, out var absent), absent);
    }

    private static ArrowBuffer Present(IReadOnlyList<JsonNode?> values, out int absent)
    {
        absent = values.Count(v => v is null);
        var bits = new ArrowBuffer.BitmapBuilder(values.Count);
        foreach (var value in values) bits.Append(value is not null);
        return bits.Build();
    }
}
