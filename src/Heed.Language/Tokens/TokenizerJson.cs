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
        var vocabulary = TokenModelJson.Read(new ComponentJson(file, "model", model));
        // A token that the vocabulary has too is that one, whatever id stands beside it.
        var known = added.Select(t => vocabulary.TryGetId(t.Content, out var id) ? t with { Id = id } : t);
        foreach (var token in known)
            if (!JsonNumber.IsPlausible(token.Id, vocabulary.Tokens.Count)) throw new TokenizerException(file, $"the added token '{token.Content}' has the id {token.Id}, but the vocabulary {vocabulary.Tokens.Count} tokens");
        return TokenizerParts.Read(file, json, vocabulary, [.. known.DistinctBy(t => t.Content).OrderBy(t => t.Id)]);
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
