using System.Text.Json;
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

    /// <summary>A text or a whole number, as identities are spelled.</summary>
    public static string? Name(JsonObject record, string key) =>
        record[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : Optional(record, key);

    public static string Of(JsonNode? node, string what)
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

    /// <summary>The text where it is one; half characters are none.</summary>
    public static bool TryText(JsonNode? node, out string text)
    {
        text = "";
        try
        {
            return node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.TryGetValue(out text!);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static bool IsText(JsonObject record, string key) => record[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String;

    public static bool IsNumber(JsonObject record, string key) => RecordNumber.Of(record[key]) is not null;

    /// <summary>A list, or an object of lists (columns), as Arrow and Parquet files have it at times.</summary>
    public static bool IsList(JsonObject record, string key) => record[key] is JsonArray || MessageList.IsColumns(record[key]);

    /// <summary>Whether the record has any of the keys.</summary>
    public static bool HasAny(JsonObject record, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (record[key] is not null) return true;
        return false;
    }
}
