using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>JSON as values of a template.</summary>
internal static class JsonValues
{
    public static object? From(Meter meter, JsonNode? node)
    {
        meter.Spend();
        switch (node)
        {
            case null: return null;
            case JsonArray array: return new PyList([.. array.Select(item => From(meter, item))]);
            case JsonObject members:
                var dict = new PyDict();
                foreach (var (name, value) in members) dict.Set(name, From(meter, value));
                return dict;
            default: return Scalar(node.AsValue());
        }
    }

    private static object? Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(value.ToJsonString()),
        _ => null
    };

    private static object Number(string text) => text.AsSpan().IndexOfAny(".eE") < 0 ? BigInteger.Parse(text, CultureInfo.InvariantCulture) : double.Parse(text, CultureInfo.InvariantCulture);
}
