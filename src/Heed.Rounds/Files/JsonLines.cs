using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Heed.Runs;

namespace Heed.Rounds.Files;

/// <summary>Records that pass between stages, one JSON object a line, keys in snake_case.</summary>
public static class JsonLines
{
    /// <summary>How every file of a round is written.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes the whole file or leaves the old one.</summary>
    public static void Write<T>(string path, IEnumerable<T> records)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream =>
        {
            foreach (var record in records)
            {
                JsonSerializer.Serialize(stream, record, Options);
                stream.WriteByte((byte)'\n');
            }
        });
    }

    /// <summary>Every record, in order.</summary>
    /// <exception cref="RoundFileException">No such file, or a line that is not such a record.</exception>
    public static List<T> Read<T>(string path)
    {
        if (!File.Exists(path)) throw new RoundFileException(path, 0, "no such file; run the stage that writes it first");
        var records = new List<T>();
        foreach (var line in File.ReadLines(path))
        {
            var number = records.Count + 1;
            try
            {
                records.Add(JsonSerializer.Deserialize<T>(line, Options) ?? throw new RoundFileException(path, number, "expected an object, found null"));
            }
            catch (JsonException e)
            {
                throw new RoundFileException(path, number, $"expected a record of {typeof(T).Name}; {e.Message}");
            }
        }
        return records;
    }

    /// <summary>Writes one JSON document, indented.</summary>
    public static void WriteDocument<T>(string path, T document)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteText(path, JsonSerializer.Serialize(document, new JsonSerializerOptions(Options) { WriteIndented = true }) + "\n");
    }

    /// <summary>Reads one JSON document.</summary>
    /// <exception cref="RoundFileException">No such file, or not such a document.</exception>
    public static T ReadDocument<T>(string path)
    {
        if (!File.Exists(path)) throw new RoundFileException(path, 0, "no such file; run the stage that writes it first");
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options) ?? throw new RoundFileException(path, 1, "expected an object, found null");
        }
        catch (JsonException e)
        {
            throw new RoundFileException(path, (int)(e.LineNumber ?? 0) + 1, $"expected a {typeof(T).Name}; {e.Message}");
        }
    }
}
