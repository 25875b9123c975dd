using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Formats;

/// <summary>One JSON array, an element a line.</summary>
internal static class JsonArrayWriter
{
    public static void Write(Stream stream, IEnumerable<JsonObject> records)
    {
        var begun = false;
        foreach (var record in records)
        {
            stream.Write(begun ? ",\n"u8 : "[\n"u8);
            begun = true;
            JsonLinesFile.Element(stream, record);
        }
        stream.Write(begun ? "\n]\n"u8 : "[]\n"u8);
    }
}
