using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Reads the BPE model of a tokenizer.json, its merges in either spelling.</summary>
internal static class BytePairJson
{
    public static BytePairModel Read(ComponentJson json)
    {
        if (json.Json["dropout"] is JsonValue dropout && !(dropout.TryGetValue<double>(out var rate) && rate == 0))
            throw json.Wrong($"dropout is {dropout.ToJsonString()}: it would make the tokens of a text random; set it to null");
        if (json.Json["merges"] is not JsonArray merges) throw json.Wrong("merges is missing");
        var settings = new BytePairSettings
        {
            UnknownToken = json.OptionalText("unk_token"),
            ContinuingPrefix = json.OptionalText("continuing_subword_prefix"),
            EndSuffix = json.OptionalText("end_of_word_suffix"),
            FuseUnknown = json.Flag("fuse_unk", false),
            ByteFallback = json.Flag("byte_fallback", false),
            IgnoreMerges = json.Flag("ignore_merges", false),
            MergesAsPairs = merges.FirstOrDefault() is JsonArray
        };
        var vocabulary = Vocabulary.Read(json);
        return Model(json.File, vocabulary, [.. merges.Select((m, i) => Merge(json.File, m, i, vocabulary))], settings);
    }

    /// <summary>The model, once every merge is known to be made of tokens and to make one.</summary>
    public static BytePairModel Model(string file, Vocabulary vocabulary, IReadOnlyList<(string First, string Second)> merges, BytePairSettings settings)
    {
        for (var i = 0; i < merges.Count; i++)
        {
            var (first, second) = merges[i];
            var missing = !vocabulary.Contains(first) ? first : !vocabulary.Contains(second) ? second
                : BytePairModel.Joined(first, second, settings) is var joined && !vocabulary.Contains(joined) ? joined : null;
            if (missing is not null) throw new TokenizerException(file, $"merge {i} is '{first} {second}', but the vocabulary lacks '{missing}'");
        }
        return new BytePairModel(vocabulary, merges, settings with { File = file });
    }

    /// <summary>A merge spelled as a string: two tokens with one space between. Where tokens hold spaces themselves it is the one that leaves tokens.</summary>
    public static (string First, string Second) Split(string file, string merge, int index, Vocabulary vocabulary)
    {
        var space = merge.Length < 3 ? -1 : merge.IndexOf(' ', 1);
        if (space < 0 || space == merge.Length - 1) throw new TokenizerException(file, $"merge {index} is '{merge}'; expected two tokens with a space between");
        for (var other = space; other > 0 && other < merge.Length - 1; other = merge.IndexOf(' ', other + 1))
            if (vocabulary.Contains(merge[..other]) && vocabulary.Contains(merge[(other + 1)..])) return (merge[..other], merge[(other + 1)..]);
        return (merge[..space], merge[(space + 1)..]);
    }

    private static (string First, string Second) Merge(string file, JsonNode? node, int index, Vocabulary vocabulary) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => Split(file, text, index, vocabulary),
        JsonArray { Count: 2 } pair when pair[0] is { } first && pair[1] is { } second => ((string)first!, (string)second!),
        _ => throw new TokenizerException(file, $"merge {index} is neither a string nor a pair")
    };
}
