using System.Text.Json.Nodes;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>llama.cpp knows a byte-level tokenizer's expression by a name: those of the published families.</summary>
internal static class GgufSplitting
{
    private const string Words = @"[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string Rest = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Endings = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|";

    private static readonly Dictionary<string, string> ByExpression = new(StringComparer.Ordinal)
    {
        [Endings + Words + @"\p{N}{1,3}" + Rest] = "llama-bpe",
        [Endings + Words + @"\p{N}" + Rest] = "qwen2",
        [@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"] = "gpt-2",
    };

    /// <summary>The name, or null where llama.cpp has none.</summary>
    public static string? Find(JsonNode? preTokenizer)
    {
        var parts = GgufVocabulary.Components(preTokenizer, "pretokenizers").ToList();
        var byteLevel = parts.FirstOrDefault(p => (string?)p["type"] == "ByteLevel");
        if (byteLevel is null || (bool?)byteLevel["add_prefix_space"] == true) return null;
        var others = parts.Where(p => p != byteLevel).ToList();
        if (others.Count == 0) return (bool?)byteLevel["use_regex"] == false ? null : "gpt-2";
        return others is [var split] && (string?)split["type"] == "Split" && (string?)split["pattern"]?["Regex"] is { } expression ? ByExpression.GetValueOrDefault(expression) : null;
    }
}
