using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>What tokenizer_config.json says beside the pipeline: which tokens play which part, and the chat template.</summary>
public sealed record TokenizerConfig
{
    public string? StartToken { get; init; }

    public string? EndToken { get; init; }

    public string? PadToken { get; init; }

    public string? UnknownToken { get; init; }

    /// <summary>What the template is called that is taken where nothing else is asked for.</summary>
    public const string DefaultTemplate = "default";

    /// <summary>The Jinja text that lays out a conversation, or null.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>Further templates by name (tool_use, rag …).</summary>
    public IReadOnlyDictionary<string, string> NamedChatTemplates { get; init; } = new Dictionary<string, string>();

    /// <summary>The longest text the model takes, in tokens, or null.</summary>
    public long? MaxLength { get; init; }

    /// <summary>Keys Heed does not know, written back as they were read.</summary>
    internal JsonObject Others { get; init; } = [];

    /// <summary>Reads tokenizer_config.json, for what it lacks special_tokens_map.json. Both may be absent (null).</summary>
    internal static TokenizerConfig FromJson(JsonObject? config, JsonObject? specialTokens, TemplateFiles? templates = null)
    {
        string? Token(string key) => TokenText(config?[key]) ?? TokenText(specialTokens?[key]);
        var others = config?.DeepClone().AsObject() ?? [];
        foreach (var key in Known) others.Remove(key);
        foreach (var key in FurtherTokens)
            if (others[key] is null && specialTokens?[key] is { } given) others[key] = given.DeepClone();
        return new TokenizerConfig
        {
            StartToken = Token("bos_token"),
            EndToken = Token("eos_token"),
            PadToken = Token("pad_token"),
            UnknownToken = Token("unk_token"),
            ChatTemplate = templates?.Usual ?? TemplateText(config?["chat_template"]) ?? TemplateText(templates?.Processor),
            NamedChatTemplates = Named([config?["chat_template"] ?? templates?.Processor, .. templates?.Named ?? []]),
            MaxLength = Length(config?["model_max_length"]),
            Others = others
        };
    }

    internal JsonObject ToJson()
    {
        var json = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (key, value) in Others) json[key] = value?.DeepClone();
        foreach (var (key, value) in SpecialTokens().Where(t => Known.Contains(t.Key))) json[key] = value?.DeepClone();
        json.TryAdd("clean_up_tokenization_spaces", false);
        json.TryAdd("tokenizer_class", "PreTrainedTokenizerFast");
        if (MaxLength is { } length) json["model_max_length"] = length;
        if (NamedChatTemplates.Count > 0) json["chat_template"] = AllTemplates();
        else if (ChatTemplate is { } template) json["chat_template"] = template;
        return new JsonObject(json);
    }

    internal JsonObject SpecialTokens()
    {
        var json = new JsonObject();
        if (StartToken is not null) json["bos_token"] = StartToken;
        if (EndToken is not null) json["eos_token"] = EndToken;
        if (PadToken is not null) json["pad_token"] = PadToken;
        if (UnknownToken is not null) json["unk_token"] = UnknownToken;
        foreach (var key in FurtherTokens)
            if (TokenText(Others[key]) is { } token) json[key] = token;
            else if (Others[key] is JsonArray { Count: > 0 } several) json[key] = new JsonArray([.. several.Select(t => (JsonNode?)TokenText(t)).OfType<JsonNode>()]);
        return json;
    }

    /// <summary>Every special token as templates see it: those above, and what the model's makers named besides (extra_special_tokens).</summary>
    internal JsonObject TemplateTokens()
    {
        var json = SpecialTokens();
        foreach (var (key, value) in Others["extra_special_tokens"] as JsonObject ?? [])
            if (TokenText(value) is { } token) json.TryAdd(key, token);
        return json;
    }

    // Those that no other part of Heed asks for.
    private static readonly string[] FurtherTokens = ["sep_token", "cls_token", "mask_token", "additional_special_tokens"];

    private static readonly string[] Known = ["bos_token", "eos_token", "pad_token", "unk_token", "chat_template", "model_max_length"];

    // A token is written as its text or as an object of an added token.
    internal static string? TokenText(JsonNode? node) => node switch
    {
        JsonValue value => value.TryGetValue<string>(out var text) ? text : null,
        JsonObject added => (string?)added["content"],
        _ => null
    };

    // One template, or a list of named ones.
    private static string? TemplateText(JsonNode? node) => node switch
    {
        JsonValue value => (string?)value,
        JsonArray named => (string?)named.OfType<JsonObject>().FirstOrDefault(t => (string?)t["name"] == DefaultTemplate)?["template"],
        _ => null
    };

    private static Dictionary<string, string> Named(IEnumerable<JsonNode?> nodes)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in nodes.SelectMany(n => n is JsonArray several ? several : (IEnumerable<JsonNode?>)[n]).OfType<JsonObject>())
            if ((string?)entry["name"] is { } name && name != DefaultTemplate && (string?)entry["template"] is { } text) named[name] = text;
        return named;
    }

    private JsonArray AllTemplates()
    {
        static JsonNode Entry(string name, string text) => new JsonObject { ["name"] = name, ["template"] = text };
        var all = NamedChatTemplates.Select(t => Entry(t.Key, t.Value));
        return [.. ChatTemplate is { } usual ? all.Prepend(Entry(DefaultTemplate, usual)) : all];
    }

    // transformers writes 1e30 where there is no limit.
    private static long? Length(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) && number < 1e15 ? (long)number : null;
}
