using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Runs;

namespace Heed.Language.Datasets.Formats;

/// <summary>Writes one JSON object a line, atomically; letters up to U+FFFF stay letters.</summary>
internal static class JsonLinesFile
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, IEnumerable<JsonObject> records) => AtomicFile.Write(path, stream =>
    {
        foreach (var record in records) Append(stream, record);
    });

    public static void Append(Stream stream, JsonObject record)
    {
        Element(stream, record);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>The object without a line end.</summary>
    public static void Element(Stream stream, JsonObject record)
    {
        using var writer = new Utf8JsonWriter(stream, Options);
        record.WriteTo(writer);
    }
}
