using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>Reads the BPE model of a tokenizer.json, its merges in either spelling.</summary>
internal static class BytePairJson
{
    public static BytePairModel Read(string file, JsonObject json)
    {
        Refuse(file, json, "dropout", json["dropout"] is not null);
        Refuse(file, json, "continuing_subword_prefix", !string.IsNullOrEmpty((string?)json["continuing_subword_prefix"]));
        Refuse(file, json, "end_of_word_suffix", !string.IsNullOrEmpty((string?)json["end_of_word_suffix"]));
        Refuse(file, json, "byte_fallback", (bool?)json["byte_fallback"] ?? false);
        if (json["vocab"] is not JsonObject vocabulary) throw new TokenizerException(file, "model.vocab is missing");
        if (json["merges"] is not JsonArray merges) throw new TokenizerException(file, "model.merges is missing");
        var settings = new BytePairSettings
        {
            UnknownToken = (string?)json["unk_token"],
            FuseUnknown = (bool?)json["fuse_unk"] ?? false,
            IgnoreMerges = (bool?)json["ignore_merges"] ?? false,
            MergesAsPairs = merges.FirstOrDefault() is JsonArray
        };
        var ids = vocabulary.ToDictionary(p => p.Key, p => JsonNumber.Id(p.Value, p.Key), StringComparer.Ordinal);
        return Model(file, ids, [.. merges.Select((m, i) => Merge(file, m, i))], settings);
    }

    /// <summary>The model, once every merge is known to be made of tokens and to make one.</summary>
    public static BytePairModel Model(string file, Dictionary<string, int> ids, IReadOnlyList<(string First, string Second)> merges, BytePairSettings settings)
    {
        for (var i = 0; i < merges.Count; i++)
        {
            var (first, second) = merges[i];
            var missing = new[] { first, second, first + second }.FirstOrDefault(t => !ids.ContainsKey(t));
            if (missing is not null) throw new TokenizerException(file, $"merge {i} is '{first} {second}', but the vocabulary lacks '{missing}'");
        }
        if (settings.UnknownToken is { } unknown && !ids.ContainsKey(unknown)) throw new TokenizerException(file, $"unk_token is '{unknown}', but the vocabulary lacks it");
        return new BytePairModel(ids, merges, settings);
    }

    /// <summary>A merge spelled as a string: two tokens with one space between.</summary>
    public static (string First, string Second) Split(string file, string merge, int index)
    {
        var space = merge.IndexOf(' ', 1);
        if (space < 0 || space == merge.Length - 1) throw new TokenizerException(file, $"merge {index} is '{merge}'; expected two tokens with a space between");
        return (merge[..space], merge[(space + 1)..]);
    }

    private static (string First, string Second) Merge(string file, JsonNode? node, int index) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => Split(file, text, index),
        JsonArray { Count: 2 } pair when pair[0] is { } first && pair[1] is { } second => ((string)first!, (string)second!),
        _ => throw new TokenizerException(file, $"merge {index} is neither a string nor a pair")
    };

    private static void Refuse(string file, JsonObject json, string key, bool present)
    {
        if (present) throw new TokenizerException(file, $"the BPE model has {key} = {json[key]!.ToJsonString()}, which is not supported");
    }
}
