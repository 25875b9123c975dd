using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Shapes;

/// <summary>The texts of a record, each present and not blank.</summary>
internal static class RecordText
{
    public static string Required(JsonObject record, string key)
    {
        if (!record.TryGetPropertyValue(key, out var node) || node is null) throw new BadRecordException($"'{key}' is missing");
        return Of(node, key) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw new BadRecordException($"'{key}' is empty");
    }

    /// <summary>The text, or null where the key is absent, null or blank.</summary>
    public static string? Optional(JsonObject record, string key) =>
        record[key] is { } node && Of(node, key) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    public static string Of(JsonNode node, string what)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw new BadRecordException($"'{what}' is no text");
        }
        catch (InvalidOperationException)
        {
            throw new BadRecordException($"'{what}' holds half a character (a lone surrogate)");
        }
    }

    public static bool IsText(JsonObject record, string key) => record[key] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String;

    public static bool IsList(JsonObject record, string key) => record[key] is JsonArray;

    public static bool IsObject(JsonObject record, string key) => record[key] is JsonObject;
}
