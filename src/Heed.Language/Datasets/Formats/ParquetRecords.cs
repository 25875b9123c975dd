using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet;
using Parquet.Serialization;

namespace Heed.Language.Datasets.Formats;

/// <summary>The rows of a Parquet file as records, one row group in memory at a time.</summary>
internal static class ParquetRecords
{
    public static IEnumerable<DataRecord> Read(string file)
    {
        using var raw = DataStream.OpenRaw(file);
        var stream = Reading(file, () => ParquetFraming.Check(raw, file));
        var row = 0L;
        var groups = Reading(file, () => CountGroups(stream).GetAwaiter().GetResult());
        for (var group = 0; group < groups; group++)
        {
            var number = group;
            foreach (var values in Reading(file, () => ReadGroup(stream, number).GetAwaiter().GetResult()))
                yield return new DataRecord(file, ++row, Reading(file, () => Object(values)));
        }
        if (row == 0) throw new DatasetException(file, null, "expected rows, found none");
    }

    private static async Task<int> CountGroups(Stream stream)
    {
        await using var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true);
        return reader.RowGroupCount;
    }

    private static async Task<IList<Dictionary<string, object>>> ReadGroup(Stream stream, int group)
    {
        stream.Position = 0;
        return (await ParquetSerializer.DeserializeUntypedAsync(stream, rowGroupIndex: group)).Data;
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
            throw new DatasetException(file, null, $"the Parquet file cannot be read ({error.Message.TrimEnd('.')}); it may be cut short or damaged: copy or download it again", error);
        }
    }

    private static JsonObject Object(IEnumerable<KeyValuePair<string, object>> values) => new(values.Select(v => KeyValuePair.Create(v.Key, Node(v.Value))));

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        ReadOnlyMemory<char> text => JsonValue.Create(text.ToString()),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : null,
        float number => float.IsFinite(number) ? JsonValue.Create(number) : null,
        DateTime time => JsonValue.Create(time.ToString("O", CultureInfo.InvariantCulture)),
        IEnumerable<KeyValuePair<string, object>> values => Object(values),
        ReadOnlyMemory<byte> bytes => JsonValue.Create(Convert.ToBase64String(bytes.Span)),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        IDictionary map => new JsonObject(map.Keys.Cast<object>().Select(k => KeyValuePair.Create(k.ToString()!, Node(map[k])))),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Node)]),
        _ => JsonSerializer.SerializeToNode(value, value.GetType())
    };
}
