using System.Text.Json.Nodes;

namespace Heed.Runs.Recipes;

/// <summary>The JSON Schema (draft 2020-12) of a recipe, for editors.</summary>
internal static class RecipeSchema
{
    public static JsonObject Of(Type recipe)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = recipe.Name };
        foreach (var (key, value) in Type(recipe).ToList()) schema[key] = value?.DeepClone();
        return schema;
    }

    private static JsonObject Type(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum) return new JsonObject { ["enum"] = Words(RecipeShape.Words(plain)) };
        if (RecipeShape.IsScalar(plain)) return Scalar(plain);
        if (RecipeShape.Entry(type) is { } entry) return new JsonObject { ["type"] = "array", ["items"] = Type(entry) };
        if (RecipeShape.NamedValue(type) is { } named) return new JsonObject { ["type"] = "object", ["additionalProperties"] = Type(named) };
        var kinds = RecipeShape.Kinds(type);
        if (kinds.Count == 0) return Record(type);
        var key = RecipeShape.KindKey(type);
        return new JsonObject { ["oneOf"] = new JsonArray([.. kinds.Select(kind => Chosen(Record(kind.Value), key, kind.Key))]) };
    }

    private static JsonObject Scalar(Type type)
    {
        var name = type == typeof(string) ? "string" : type == typeof(bool) ? "boolean" : type == typeof(double) || type == typeof(float) ? "number" : "integer";
        var schema = new JsonObject { ["type"] = name };
        if (type == typeof(ulong) || type == typeof(uint)) schema["minimum"] = 0;
        return schema;
    }

    private static JsonObject Record(Type record)
    {
        var keys = RecipeKey.Of(record);
        var defaults = RecipeShape.New(record);
        var properties = new JsonObject();
        foreach (var key in keys) properties[key.Name] = Key(key, defaults);
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (keys.Any(k => k.Required)) schema["required"] = Words(keys.Where(k => k.Required).Select(k => k.Name));
        return schema;
    }

    private static JsonObject Key(RecipeKey key, object defaults)
    {
        var schema = Type(key.Type);
        if (key.Nullable && schema["type"] is { } own) schema["type"] = new JsonArray((string)own!, "null");
        else if (key.Nullable) schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        if (!key.Required && RecipeShape.IsScalar(key.Type)) schema["default"] = Default(key.Property.GetValue(defaults));
        return schema;
    }

    private static JsonNode? Default(object? value) => value switch
    {
        null => null,
        string or Enum => ScalarText.Format(value),
        _ => JsonNode.Parse(ScalarText.Format(value)),
    };

    private static JsonObject Chosen(JsonObject record, string key, string kind)
    {
        record["properties"]!.AsObject().Insert(0, key, new JsonObject { ["const"] = kind });
        var required = record["required"] as JsonArray;
        record["required"] = Words([key, .. required?.Select(r => (string)r!) ?? []]);
        return record;
    }

    private static JsonArray Words(IEnumerable<string> words) => [.. words.Select(w => (JsonNode)w)];
}
