using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heed.Runs.Provenance;

/// <summary>Small JSON files of a run folder, written whole.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write<T>(string path, T value) => AtomicFile.WriteText(path, JsonSerializer.Serialize(value, Json) + "\n");

    /// <exception cref="RunException">The file cannot be read as what it should be.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it is null");
        }
        catch (Exception problem) when (problem is JsonException or IOException)
        {
            throw new RunException($"{path}: expected JSON that describes a run, found {problem.Message} The run folder is damaged; name another --out.", problem);
        }
    }
}
