using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heed.Runs;

/// <summary>One line of a journal.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Kind">What it tells of, such as <c>step</c> or <c>evaluation</c>.</param>
/// <param name="Step">The optimizer step it belongs to, if any.</param>
/// <param name="Values">Everything else on the line, in the order written.</param>
public sealed record JournalEntry(DateTimeOffset Time, string Kind, long? Step, JsonObject Values)
{
    /// <summary>A number of the line; null where there is none. NaN and the infinities are numbers too.</summary>
    public double? Number(string name) => Values[name] is not JsonValue value ? null : value.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<double>(),
        JsonValueKind.String => (string)value! switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };

    /// <summary>Reads one line; null where it is not a whole entry.</summary>
    internal static JournalEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (JsonNode.Parse(ref reader) is not JsonObject values) return null;
            if ((string?)values["time"] is not { } time || (string?)values["kind"] is not { } kind) return null;
            var step = values["step"]?.GetValue<long>();
            foreach (var name in (ReadOnlySpan<string>)["time", "kind", "step"]) values.Remove(name);
            return new JournalEntry(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), kind, step, values);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
