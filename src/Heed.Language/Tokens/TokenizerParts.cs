using System.Text.Json.Nodes;
using Heed.Language.Tokens.Decoding;
using Heed.Language.Tokens.Framing;
using Heed.Language.Tokens.Normalizing;
using Heed.Language.Tokens.Splitting;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens;

/// <summary>The pipeline of a tokenizer, in the order a text takes, and the JSON its parts were read from.</summary>
internal sealed record TokenizerParts(TokenModel Model, IReadOnlyList<AddedToken> AddedTokens)
{
    /// <summary>What changes the text first, or null.</summary>
    public TextNormalizer? Normalizer { get; init; }

    public PreTokenizer PreTokenizer { get; init; } = WholeText.Instance;

    public PostProcessor? PostProcessor { get; init; }

    public TokenDecoder? Decoder { get; init; }

    public Truncation? Truncation { get; init; }

    public Padding? Padding { get; init; }

    /// <summary>normalizer, pre_tokenizer, post_processor and decoder as the file has them.</summary>
    public JsonObject Components { get; init; } = [];

    /// <summary>The files that hold the pipeline where it is not a tokenizer.json: written back as they were read.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Originals { get; init; } = [];

    /// <param name="json">Holds normalizer, pre_tokenizer, post_processor and decoder, each of which may be absent.</param>
    public static TokenizerParts Read(string file, JsonObject json, TokenModel model, IReadOnlyList<AddedToken> added)
    {
        T? Part<T>(string key, Func<ComponentJson, T> read) where T : class => json[key] switch
        {
            null => null,
            JsonObject component => read(new ComponentJson(file, key, component)),
            _ => throw new TokenizerException(file, $"{key} is neither an object nor null")
        };
        return new TokenizerParts(model, added)
        {
            Normalizer = Part("normalizer", NormalizerJson.Read),
            PreTokenizer = Part("pre_tokenizer", PreTokenizerJson.Read) ?? WholeText.Instance,
            PostProcessor = Part("post_processor", PostProcessorJson.Read),
            Decoder = Part("decoder", DecoderJson.Read),
            Truncation = Part("truncation", Truncation.Read),
            Padding = Part("padding", Padding.Read),
            Components = new JsonObject(Keys.Select(k => KeyValuePair.Create(k, json[k]?.DeepClone())))
        };
    }

    /// <summary>A byte-level pipeline as GPT-2's.</summary>
    public static TokenizerParts ByteLevel(TokenModel model, IReadOnlyList<AddedToken> added, bool splitsWords = true) => Read("tokenizer.json", new JsonObject
    {
        ["pre_tokenizer"] = ByteLevelJson(addPrefixSpace: false, trimOffsets: true, splitsWords),
        ["post_processor"] = ByteLevelJson(addPrefixSpace: true, trimOffsets: false, useRegex: true),
        ["decoder"] = ByteLevelJson(addPrefixSpace: true, trimOffsets: true, useRegex: true)
    }, model, added);

    private static readonly string[] Keys = ["normalizer", "pre_tokenizer", "post_processor", "decoder"];

    private static JsonObject ByteLevelJson(bool addPrefixSpace, bool trimOffsets, bool useRegex) => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = addPrefixSpace,
        ["trim_offsets"] = trimOffsets,
        ["use_regex"] = useRegex
    };
}
