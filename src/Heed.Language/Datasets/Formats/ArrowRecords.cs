using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Heed.Language.Datasets.Formats;

/// <summary>The rows of an Arrow IPC file or stream as records, one batch in memory at a time.</summary>
internal static class ArrowRecords
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public static IEnumerable<DataRecord> Read(string file)
    {
        using var stream = DataStream.OpenRaw(file);
        var row = 0L;
        using var reader = Reading(file, () =>
        {
            var (isFile, memory, codecs) = (ArrowFraming.Check(stream, file), new BoundedAllocator(stream.Length), new CompressionCodecFactory());
            return isFile ? new ArrowFileReader(stream, memory, codecs, leaveOpen: true) : new ArrowStreamReader(stream, memory, codecs, leaveOpen: true);
        });
        var most = ArrowClaims.Most(stream.Length);
        while (Reading(file, () => Rows(reader.ReadNextRecordBatch(), most)) is { } rows)
            foreach (var value in rows) yield return new DataRecord(file, ++row, value);
        if (row == 0) throw new DatasetException(file, null, "expected rows, found none");
    }

    private static List<JsonObject>? Rows(RecordBatch? batch, long most)
    {
        if (batch is null) return null;
        using (batch)
        {
            if (batch.Length > most || (batch.ColumnCount == 0 && batch.Length > 0)) throw new InvalidDataException($"a batch of {batch.ColumnCount} columns claims {batch.Length} rows");
            var names = batch.Schema.FieldsList.Select(f => f.Name).ToList();
            return [.. Enumerable.Range(0, batch.Length).Select(i => new JsonObject(names.Select((n, c) => KeyValuePair.Create(n, Node(batch.Column(c), i)))))];
        }
    }

    // The library throws many kinds of exceptions at damaged files.
    private static T Reading<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not (OutOfMemoryException or DatasetException))
        {
            throw new DatasetException(file, null, $"the Arrow file cannot be read ({error.Message.TrimEnd('.')}); it may be cut short or damaged: copy or download it again", error);
        }
    }

    private static JsonNode? Node(IArrowArray array, int index) => array.IsNull(index) ? null : array switch
    {
        // GetString reads where a damaged file says, beyond its memory too; bytes are checked.
        StringArray texts => Utf8.GetString(texts.GetBytes(index)),
        LargeStringArray texts => Utf8.GetString(texts.GetBytes(index)),
        StringViewArray texts => Utf8.GetString(texts.GetBytes(index)),
        BooleanArray truths => truths.GetValue(index),
        ListArray lists => List(lists.Values, lists.ValueOffsets[index], lists.ValueOffsets[index + 1]),
        LargeListArray lists => List(lists.Values, checked((int)lists.ValueOffsets[index]), checked((int)lists.ValueOffsets[index + 1])),
        FixedSizeListArray lists => List(lists.Values, Width(lists) * (index + lists.Offset), Width(lists) * (index + lists.Offset + 1)),
        StructArray rows => new JsonObject(((StructType)rows.Data.DataType).Fields.Select((f, c) => KeyValuePair.Create(f.Name, Node(rows.Fields[c], index)))),
        DictionaryArray words => Node(words.Dictionary, (int)Whole(words.Indices, index)),
        BinaryArray bytes => Convert.ToBase64String(bytes.GetBytes(index)),
        FloatArray numbers => Finite(numbers.GetValue(index)),
        DoubleArray numbers => Finite(numbers.GetValue(index)),
        HalfFloatArray numbers => Finite((double?)numbers.GetValue(index)),
        TimestampArray times => times.GetTimestamp(index)?.ToString("O", CultureInfo.InvariantCulture),
        Date32Array days => days.GetDateTime(index)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        UInt64Array numbers => numbers.GetValue(index),
        _ => Whole(array, index)
    };

    private static long Whole(IArrowArray array, int index) => array switch
    {
        Int64Array numbers => numbers.GetValue(index)!.Value,
        Int32Array numbers => numbers.GetValue(index)!.Value,
        Int16Array numbers => numbers.GetValue(index)!.Value,
        Int8Array numbers => numbers.GetValue(index)!.Value,
        UInt32Array numbers => numbers.GetValue(index)!.Value,
        UInt16Array numbers => numbers.GetValue(index)!.Value,
        UInt8Array numbers => numbers.GetValue(index)!.Value,
        _ => throw new InvalidDataException($"a column is of the type {array.Data.DataType.Name}, which no record has")
    };

    private static JsonArray List(IArrowArray values, int from, int to) => from >= 0 && from <= to && to <= values.Length
        ? new([.. Enumerable.Range(from, to - from).Select(i => Node(values, i))]) : throw new InvalidDataException("a list ends outside its values");

    private static int Width(FixedSizeListArray lists) => ((FixedSizeListType)lists.Data.DataType).ListSize;

    // JSON has no word for the others.
    private static JsonNode? Finite(double? number) => number is { } value && double.IsFinite(value) ? JsonValue.Create(value) : null;
}
