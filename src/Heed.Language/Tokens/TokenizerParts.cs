using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>The pipeline of a tokenizer.json. What encodes nothing (post-processor and decoder of byte-level files) is kept as read.</summary>
internal sealed record TokenizerParts(TokenModel Model, PreTokenizer PreTokenizer, IReadOnlyList<AddedToken> AddedTokens)
{
    /// <summary>What changes the text first, or null.</summary>
    public TextNormalizer? Normalizer { get; init; }

    public JsonObject? PostProcessor { get; init; } = ByteLevel(addPrefixSpace: true, trimOffsets: false);

    public JsonObject? Decoder { get; init; } = ByteLevel(addPrefixSpace: true, trimOffsets: true);

    private static JsonObject ByteLevel(bool addPrefixSpace, bool trimOffsets) =>
        new ByteLevelPreTokenizer(addPrefixSpace, useRegex: true, trimOffsets).ToJson();
}
