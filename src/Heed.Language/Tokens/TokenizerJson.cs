using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>Reads and writes tokenizer.json. A component that is not known is named, never passed over.</summary>
internal static class TokenizerJson
{
    public static TokenizerParts Read(string file, JsonObject json)
    {
        if (json["truncation"] is JsonObject) throw new TokenizerException(file, "truncation is set, which is not supported; set it to null");
        if (json["padding"] is JsonObject) throw new TokenizerException(file, "padding is set, which is not supported; set it to null");
        var added = (json["added_tokens"] as JsonArray ?? []).OfType<JsonObject>().Select(AddedToken.FromJson).OrderBy(t => t.Id).ToList();
        return new TokenizerParts(Model(file, json["model"] as JsonObject), Splitting(file, json["pre_tokenizer"] as JsonObject), added)
        {
            Normalizer = Normalizer(file, json["normalizer"] as JsonObject),
            PostProcessor = ByteLevelOnly(file, "post_processor", json["post_processor"] as JsonObject),
            Decoder = ByteLevelOnly(file, "decoder", json["decoder"] as JsonObject ?? throw new TokenizerException(file, "the decoder is null, which is not supported; known: ByteLevel"))
        };
    }

    public static JsonObject Write(TokenizerParts parts) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray([.. parts.AddedTokens.Select(t => t.ToJson())]),
        ["normalizer"] = parts.Normalizer?.ToJson(),
        ["pre_tokenizer"] = parts.PreTokenizer.ToJson(),
        ["post_processor"] = parts.PostProcessor?.DeepClone(),
        ["decoder"] = parts.Decoder?.DeepClone(),
        ["model"] = parts.Model.ToJson()
    };

    private static BytePairModel Model(string file, JsonObject? model)
    {
        if (model is null) throw new TokenizerException(file, "the model is missing");
        // Files before 0.8 of the library name no type; a BPE has merges.
        var type = (string?)model["type"] ?? (model["merges"] is null ? null : "BPE");
        return type == "BPE" ? BytePairJson.Read(file, model) : throw Unknown(file, "model", model, "BPE");
    }

    private static UnicodeFormNormalizer? Normalizer(string file, JsonObject? json)
    {
        if (json is null) return null;
        return (string?)json["type"] is { } type && UnicodeFormNormalizer.Forms.ContainsKey(type) ? new UnicodeFormNormalizer(type)
            : throw Unknown(file, "normalizer", json, string.Join(", ", UnicodeFormNormalizer.Forms.Keys));
    }

    private static ByteLevelPreTokenizer Splitting(string file, JsonObject? json)
    {
        if (json is null) throw new TokenizerException(file, "the pre_tokenizer is null, which is not supported; known: ByteLevel");
        if ((string?)json["type"] != "ByteLevel") throw Unknown(file, "pre_tokenizer", json, "ByteLevel");
        return new ByteLevelPreTokenizer((bool?)json["add_prefix_space"] ?? true, (bool?)json["use_regex"] ?? true, (bool?)json["trim_offsets"] ?? true);
    }

    private static JsonObject? ByteLevelOnly(string file, string part, JsonObject? json) =>
        json is null || (string?)json["type"] == "ByteLevel" ? json?.DeepClone().AsObject() : throw Unknown(file, part, json, "ByteLevel");

    private static TokenizerException Unknown(string file, string part, JsonObject component, string known) =>
        new(file, $"the {part} is '{(string?)component["type"] ?? "without a type"}', which is not supported; known: {known}");
}
