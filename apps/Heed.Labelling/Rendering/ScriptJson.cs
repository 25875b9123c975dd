using System.Text.Encodings.Web;
using System.Text.Json;

namespace Heed.Labelling.Rendering;

/// <summary>JSON that may stand in a data block of a page: no character of it can end the block or begin a tag.</summary>
internal static class ScriptJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Default };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);
}
