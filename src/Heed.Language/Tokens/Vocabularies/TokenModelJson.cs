namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Reads the model of a tokenizer.json.</summary>
internal static class TokenModelJson
{
    public static TokenModel Read(ComponentJson json) => TypeOf(json) switch
    {
        "BPE" => BytePairJson.Read(json),
        "WordPiece" => WordPieceModel.Read(json),
        "WordLevel" => WordLevelModel.Read(json),
        "Unigram" => UnigramJson.Read(json),
        _ => throw json.Unknown("BPE, Unigram, WordLevel, WordPiece")
    };

    // Files before 0.8 of the library name no type; a BPE has merges, a Unigram a list, a WordPiece its prefix.
    private static string? TypeOf(ComponentJson json) => json.Type ?? (json.Json["merges"] is not null ? "BPE"
        : json.Json["vocab"] is System.Text.Json.Nodes.JsonArray ? "Unigram" : json.Json["continuing_subword_prefix"] is not null ? "WordPiece" : null);
}
