using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>A component of tokenizer.json, read with one clear message where something is not as it should be.</summary>
internal readonly record struct ComponentJson(string File, string Part, JsonObject Json)
{
    public string? Type => Json["type"] is JsonValue value && value.TryGetValue<string>(out var type) ? type : null;

    public string Text(string key) => OptionalText(key) ?? throw Wrong(key, "a text");

    public string? OptionalText(string key) => Json[key] is not { } node ? null
        : node is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Wrong(key, "a text");

    /// <summary>One letter.</summary>
    public char Letter(string key, char? fallback = null) =>
        OptionalText(key) is { } text ? text.Length == 1 ? text[0] : throw Wrong(key, "one letter") : fallback ?? throw Wrong(key, "one letter");

    public bool Flag(string key, bool fallback) => OptionalFlag(key) ?? fallback;

    public bool? OptionalFlag(string key) => Json[key] is not { } node ? null
        : node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw Wrong(key, "true or false");

    /// <summary>A whole number from 0 on.</summary>
    public int Number(string key, int? fallback = null) => Json[key] is not { } node ? fallback ?? throw Wrong(key, "a whole number")
        : node is JsonValue value && value.TryGetValue<int>(out var number) && number >= 0 ? number : throw Wrong(key, "a whole number from 0 on");

    public ComponentJson Child(string key) => Json[key] is JsonObject child ? this with { Json = child } : throw Wrong(key, "an object");

    public IEnumerable<ComponentJson> Children(string key)
    {
        var self = this;
        return (Json[key] as JsonArray ?? throw Wrong(key, "a list")).Select(item => item is JsonObject child ? self with { Json = child } : throw self.Wrong(key, "a list of objects"));
    }

    /// <summary>A component of a type that is not known.</summary>
    public TokenizerException Unknown(string known) => new(File, $"the {Part} is '{Type ?? "without a type"}', which is not supported; known: {known}");

    public TokenizerException Wrong(string problem) => new(File, $"the {Part}{(Type is { } type ? $" '{type}'" : "")}: {problem}");

    private TokenizerException Wrong(string key, string expected) => Wrong($"{key} is {Shown(Json[key])}; expected {expected}");

    private static string Shown(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "missing";
        return text.Length > 60 ? text[..60] + "…" : text;
    }
}
