using System.Globalization;
using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Shapes;

/// <summary>Numbers and truths of a record, also where a table of texts (CSV) spells them out.</summary>
internal static class RecordNumber
{
    /// <summary>The number, or null where it is none.</summary>
    public static double? Of(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
        JsonValue value when RecordText.TryText(value, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null
    };

    /// <summary>The whole number, or null where it is none; its spelling decides: 1.0 is none.</summary>
    public static long? Whole(JsonNode? node) => node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static int Integer(JsonObject record, string key) =>
        Of(record[key]) is { } number && number == Math.Floor(number) && Math.Abs(number) < 1e6 ? (int)number : throw new BadRecordException($"'{key}' is no whole number");

    public static bool Truth(JsonNode? node, string key) => node switch
    {
        JsonValue value when value.TryGetValue<bool>(out var truth) => truth,
        JsonValue value when RecordText.TryText(value, out var text) && bool.TryParse(text, out var truth) => truth,
        _ => Of(node) switch { 1 => true, 0 => false, _ => throw new BadRecordException($"'{key}' is neither true nor false") }
    };
}
