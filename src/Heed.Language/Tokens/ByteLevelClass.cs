using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>A class of tokenizers that keeps its tokens in vocab.json and merges.txt: how it splits texts and what it puts around them, as tokenizer.json would say it.</summary>
/// <param name="Expression">What splits a text in place of GPT-2's expression; such a class composes letters first (NFC).</param>
/// <param name="Frames">Whether texts stand between a class and a separator token.</param>
/// <param name="StartsWithEnd">Whether the end token begins texts too where no other is named.</param>
internal sealed record ByteLevelClass(string Name, string? Start, string End, string? Expression = null, bool Frames = false, bool StartsWithEnd = false)
{
    private const string OneDigitAPiece =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly ByteLevelClass[] Known =
    [
        new("GPT2Tokenizer", null, "<|endoftext|>", StartsWithEnd: true),
        new("Qwen2Tokenizer", null, "<|endoftext|>", OneDigitAPiece),
        new("RobertaTokenizer", "<s>", "</s>", Frames: true),
    ];

    /// <summary>The class that tokenizer_config.json names; GPT-2's where it names none.</summary>
    /// <exception cref="TokenizerException">Another class: the two files do not say how it splits.</exception>
    public static ByteLevelClass Of(string file, TokenizerConfig config)
    {
        if (config.Others["tokenizer_class"] is not JsonValue value || !value.TryGetValue<string>(out var name)) return Known[0];
        return Known.FirstOrDefault(k => name == k.Name || name == k.Name + "Fast") ?? throw new TokenizerException(file,
            $"tokenizer_config.json names the class '{name}', and vocab.json with merges.txt do not say how it splits texts; read so are {string.Join(", ", Known.Select(k => k.Name))}. "
            + "Save it as tokenizer.json: in Python, AutoTokenizer.from_pretrained(folder).save_pretrained(folder)");
    }

    /// <summary>The tokens that are special though nothing lists them.</summary>
    public IEnumerable<string> Special(TokenizerConfig config) =>
        (Frames ? new[] { config.StartToken, config.EndToken, config.PadToken, config.UnknownToken, Of(config, "sep_token", End), Of(config, "cls_token", Start!), Of(config, "mask_token", "<mask>") }
            : [config.EndToken, Flag(config, "add_bos_token") ? config.StartToken : null]).OfType<string>();

    public JsonObject Components(string file, TokenizerConfig config, IReadOnlyList<AddedToken> tokens)
    {
        var prefix = Expression is null && Flag(config, "add_prefix_space");
        return new JsonObject
        {
            ["normalizer"] = Expression is null ? null : new JsonObject { ["type"] = "NFC" },
            ["pre_tokenizer"] = Expression is null ? ByteLevel(prefix, true) : new JsonObject { ["type"] = "Sequence", ["pretokenizers"] = new JsonArray(Split(Expression), ByteLevel(false, true, splitsWords: false)) },
            ["post_processor"] = Frames ? Framed(file, config, tokens, prefix) : Flag(config, "add_bos_token") ? Started(file, config, tokens) : ByteLevel(true, false),
            ["decoder"] = ByteLevel(true, true)
        };
    }

    private static JsonObject Framed(string file, TokenizerConfig config, IReadOnlyList<AddedToken> tokens, bool prefix)
    {
        JsonArray Token(string key, string usual)
        {
            var name = Of(config, key, usual);
            return new JsonArray(name, Id(file, tokens, name));
        }
        return new JsonObject { ["type"] = "RobertaProcessing", ["sep"] = Token("sep_token", "</s>"), ["cls"] = Token("cls_token", "<s>"), ["trim_offsets"] = true, ["add_prefix_space"] = prefix };
    }

    private static JsonObject Started(string file, TokenizerConfig config, IReadOnlyList<AddedToken> tokens)
    {
        var start = config.StartToken ?? throw new TokenizerException(file, "tokenizer_config.json asks for a start token before texts (add_bos_token) and names none; name it as bos_token");
        JsonObject Special() => new() { ["SpecialToken"] = new JsonObject { ["id"] = start, ["type_id"] = 0 } };
        JsonObject Text(string id, int type) => new() { ["Sequence"] = new JsonObject { ["id"] = id, ["type_id"] = type } };
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special(), Text("A", 0)),
            ["pair"] = new JsonArray(Special(), Text("A", 0), Text("B", 1)),
            ["special_tokens"] = new JsonObject { [start] = new JsonObject { ["id"] = start, ["ids"] = new JsonArray(Id(file, tokens, start)), ["tokens"] = new JsonArray(start) } }
        };
    }

    private static int Id(string file, IReadOnlyList<AddedToken> tokens, string name) => tokens.FirstOrDefault(t => t.Content == name)?.Id
        ?? throw new TokenizerException(file, $"'{name}' is to be put around texts, but neither vocabulary nor added tokens hold it; name another in tokenizer_config.json");

    private static string Of(TokenizerConfig config, string key, string usual) => TokenizerConfig.TokenText(config.Others[key]) ?? usual;

    private static bool Flag(TokenizerConfig config, string key) => config.Others[key] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private static JsonObject Split(string expression) => new() { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = expression }, ["behavior"] = "Isolated", ["invert"] = false };

    private static JsonObject ByteLevel(bool prefixSpace, bool trimOffsets, bool splitsWords = true) => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = prefixSpace,
        ["trim_offsets"] = trimOffsets,
        ["use_regex"] = splitsWords
    };
}
