using System.Text.Json.Nodes;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens;

/// <summary>Reads and writes tokenizer.json. A component that is not known is named, never passed over.</summary>
internal static class TokenizerJson
{
    public static TokenizerParts Read(string file, JsonObject json)
    {
        if (json["model"] is not JsonObject model) throw new TokenizerException(file, "the model is missing");
        if (json["added_tokens"] is not (null or JsonArray)) throw new TokenizerException(file, "added_tokens is no list");
        var added = (json["added_tokens"] as JsonArray ?? []).Select(t => t is JsonObject token ? AddedToken.FromJson(token) : throw new TokenizerException(file, "an added token is no object"));
        return TokenizerParts.Read(file, json, TokenModelJson.Read(new ComponentJson(file, "model", model)), [.. added.OrderBy(t => t.Id)]);
    }

    public static JsonObject Write(TokenizerParts parts)
    {
        var json = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = parts.Truncation?.ToJson(),
            ["padding"] = parts.Padding?.ToJson(),
            ["added_tokens"] = new JsonArray([.. parts.AddedTokens.Select(t => t.ToJson())])
        };
        foreach (var (key, component) in parts.Components) json[key] = component?.DeepClone();
        json["model"] = parts.Model.ToJson();
        return json;
    }
}
