using System.Text.Json.Nodes;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>llama.cpp knows a byte-level tokenizer's expression by a name: those of the published families.</summary>
internal static class GgufSplitting
{
    private const string Words = @"[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string Rest = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Endings = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|";
    private const string Llama3 = Endings + Words + @"\p{N}{1,3}" + Rest;
    private const string Qwen2 = Endings + Words + @"\p{N}" + Rest;

    private static readonly Dictionary<string, string> ByExpression = new(StringComparer.Ordinal)
    {
        [Llama3] = "llama-bpe",
        [Qwen2] = "qwen2",
        [@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"] = "gpt-2",
    };

    // What llama.cpp does where a file says nothing better: one expression after another, each within what is left.
    private static readonly string[] Default =
        [@"[\p{P}\$\+<=>\^~\|]+", @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)", @"\p{N}+", "[0-9][0-9][0-9]"];

    /// <summary>The name, or null where llama.cpp has none.</summary>
    public static string? Find(JsonNode? preTokenizer)
    {
        var parts = GgufVocabulary.Components(preTokenizer, "pretokenizers").ToList();
        var byteLevel = parts.FirstOrDefault(p => (string?)p["type"] == "ByteLevel");
        if (byteLevel is null || (bool?)byteLevel["add_prefix_space"] == true) return null;
        var others = parts.Where(p => p != byteLevel).ToList();
        if (others.Count == 0) return (bool?)byteLevel["use_regex"] == false ? null : "gpt-2";
        if (others is not [var split]) return null;
        if ((string?)split["type"] == "Digits" && (bool?)split["individual_digits"] == true && (bool?)byteLevel["use_regex"] != false) return "smollm";
        return (string?)split["type"] == "Split" && (string?)split["pattern"]?["Regex"] is { } expression ? ByExpression.GetValueOrDefault(expression) : null;
    }

    /// <summary>The pre-tokenizer that a name stands for; null for a name that is not known.</summary>
    public static JsonObject? Of(string name) => name switch
    {
        "gpt-2" or "gpt2" or "phi-2" or "mpt" or "olmo" or "jais" or "jina-es" or "jina-de" or "gigachat" => ByteLevel(splits: true),
        "llama-bpe" or "llama3" or "llama-v3" or "falcon3" => Sequence([Split(Llama3)], splits: false),
        "qwen2" or "stablelm2" or "deepseek-r1-qwen" or "megrez" => Sequence([Split(Qwen2)], splits: false),
        "smollm" or "starcoder" or "refact" or "command-r" or "codeshell" => Sequence([new JsonObject { ["type"] = "Digits", ["individual_digits"] = true }], splits: true),
        "default" => Sequence([.. Default.Select(Split)], splits: false),
        _ => null
    };

    private static JsonObject Sequence(JsonObject[] before, bool splits) => new() { ["type"] = "Sequence", ["pretokenizers"] = new JsonArray([.. before, ByteLevel(splits)]) };

    private static JsonObject Split(string expression) =>
        new() { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = expression }, ["behavior"] = "Isolated", ["invert"] = false };

    private static JsonObject ByteLevel(bool splits) => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = splits };
}
