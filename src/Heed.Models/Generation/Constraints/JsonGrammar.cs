using System.Text;
using System.Text.Json.Nodes;

namespace Heed.Models.Generation.Constraints;

/// <summary>
/// The grammar of JSON texts that meet a schema: types, properties in their order, those not required left out at will, items, enumerations,
/// constants and anyOf, without white space between signs. Other keywords are refused, not ignored.
/// </summary>
public static class JsonGrammar
{
    private const string Rules = """
        string ::= "\"" ([^"\\\x00-\x1F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4}))* "\""
        integer ::= "-"? ("0" | [1-9] [0-9]{0,17})
        number ::= integer ("." [0-9]{1,17})? ([eE] [+\-]? [0-9]{1,3})?
        boolean ::= "true" | "false"
        value ::= string | number | boolean | "null" | "[" (value ("," value)*)? "]" | "{" (pair ("," pair)*)? "}"
        pair ::= string ":" value

        """;

    private static readonly string[] Ignored = ["$schema", "title", "description", "additionalProperties", "default", "examples"];

    /// <exception cref="GrammarException">The schema uses what is not implemented.</exception>
    public static Grammar Of(JsonNode? schema) => Grammar.Parse(Rules + "root ::= " + Expression(schema) + "\n");

    private static string Expression(JsonNode? schema)
    {
        if (schema is not JsonObject node || node.Count == 0) return "value";
        foreach (var (key, _) in node)
            if (!Ignored.Contains(key) && key is not ("type" or "properties" or "required" or "items" or "enum" or "const" or "anyOf" or "minItems" or "maxItems"))
                throw new GrammarException(1, $"the schema's keyword {key} is not implemented. Remove it, or write a grammar.");
        if (node.TryGetPropertyValue("const", out var constant)) return Quoted(constant?.ToJsonString() ?? "null");
        if (node["enum"] is JsonArray values) return Choice(values.Select(v => Quoted(v?.ToJsonString() ?? "null")));
        if (node["anyOf"] is JsonArray schemas) return Choice(schemas.Select(Expression));
        return node["type"] is JsonArray types ? Choice(types.Select(t => OfType((string?)t, node))) : OfType((string?)node["type"], node);
    }

    private static string OfType(string? type, JsonObject node) => type switch
    {
        "string" or "integer" or "number" or "boolean" => type,
        "null" => "\"null\"",
        "array" => Array(node),
        "object" => Object(node),
        null => node["properties"] is null ? "value" : Object(node),
        _ => throw new GrammarException(1, $"the schema's type {type} is unknown."),
    };

    private static string Array(JsonObject node)
    {
        var item = Expression(node["items"]);
        var (least, most) = ((int?)node["minItems"] ?? 0, (int?)node["maxItems"]);
        var more = $"(\",\" {item}){{{Math.Max(0, least - 1)},{(most is { } m ? Math.Max(0, m - 1) : "")}}}";
        return most == 0 ? "\"[]\"" : least == 0 ? $"\"[\" ({item} {more})? \"]\"" : $"\"[\" {item} {more} \"]\"";
    }

    /// <summary>Each optional property stands with its comma; before the first required one the comma follows, after it it precedes.</summary>
    private static string Object(JsonObject node)
    {
        if (node["properties"] is not JsonObject properties || properties.Count == 0) return "\"{\" (pair (\",\" pair)*)? \"}\"";
        var required = (node["required"] as JsonArray ?? []).Select(n => (string)n!).ToHashSet(StringComparer.Ordinal);
        (string Pair, bool Required)[] pairs = [.. properties.Select(p => ($"{Quoted(JsonValue.Create(p.Key)!.ToJsonString())} \":\" {Expression(p.Value)}", required.Contains(p.Key)))];
        var text = new StringBuilder("\"{\" ");
        var first = System.Array.FindIndex(pairs, p => p.Required);
        if (first < 0) text.Append(Tails(pairs));
        else
            for (var i = 0; i < pairs.Length; i++)
                text.Append(i < first ? $"({pairs[i].Pair} \",\")? " : i == first ? $"{pairs[i].Pair} " : pairs[i].Required ? $"\",\" {pairs[i].Pair} " : $"(\",\" {pairs[i].Pair})? ");
        return text.Append("\"}\"").ToString();
    }

    /// <summary>Nothing required: any one begins, and those after it may follow.</summary>
    private static string Tails((string Pair, bool Required)[] pairs) =>
        "(" + string.Join(" | ", pairs.Select((p, i) => p.Pair + string.Concat(pairs.Skip(i + 1).Select(q => $" (\",\" {q.Pair})?")))) + ")? ";

    private static string Choice(IEnumerable<string> expressions) => "(" + string.Join(" | ", expressions) + ")";

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
