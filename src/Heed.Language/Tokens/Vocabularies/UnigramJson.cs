using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Reads the Unigram model of a tokenizer.json.</summary>
internal static class UnigramJson
{
    public static UnigramModel Read(ComponentJson json)
    {
        if (json.Json["vocab"] is not JsonArray list) throw json.Wrong("vocab is missing; expected a list of tokens with their scores");
        var vocabulary = list.Select((item, i) => item is JsonArray { Count: 2 } pair && pair[0] is JsonValue name && name.TryGetValue<string>(out var token)
            && pair[1] is JsonValue number && number.TryGetValue<double>(out var score) && double.IsFinite(score)
                ? (token, score) : throw json.Wrong($"entry {i} of vocab is no pair of token and score")).ToList();
        if (vocabulary.Count > Tokenizer.LargestVocabulary) throw json.Wrong($"vocab has {vocabulary.Count} entries; expected at most {Tokenizer.LargestVocabulary}");
        var unknown = json.Json["unk_id"] is null ? -1 : json.Number("unk_id");
        if (unknown >= vocabulary.Count) throw json.Wrong($"unk_id is {unknown}, but the vocabulary has {vocabulary.Count} tokens");
        var names = new Vocabulary(vocabulary.Select((v, id) => (v.token, id)).DistinctBy(v => v.token).ToDictionary(v => v.token, v => v.id, StringComparer.Ordinal));
        var bytes = json.Flag("byte_fallback", false) ? names.BytePieces() : null;
        if (unknown < 0 && (bytes is null || bytes.Any(b => b < 0))) throw json.Wrong("unk_id is null, and not every byte has a piece: a letter that is no token could not be encoded");
        return new UnigramModel(vocabulary, unknown, bytes);
    }
}
