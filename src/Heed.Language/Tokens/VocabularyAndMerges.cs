using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>The older pair of files of byte-level BPE (GPT-2): vocab.json and merges.txt, one merge a line.</summary>
internal static class VocabularyAndMerges
{
    public static Tokenizer Read(string vocabularyFile, JsonObject vocabulary, string mergesFile, TokenizerConfig config)
    {
        var ids = vocabulary.ToDictionary(p => p.Key, p => JsonNumber.Id(p.Value, p.Key), StringComparer.Ordinal);
        var merges = File.ReadLines(mergesFile).Where(l => l.Length > 0 && !l.StartsWith("#version", StringComparison.Ordinal))
            .Select((line, i) => BytePairJson.Split(mergesFile, line, i)).ToList();
        var end = config.EndToken ?? (ids.ContainsKey("<|endoftext|>") ? "<|endoftext|>" : null);
        var model = BytePairJson.Model(vocabularyFile, ids, merges, new BytePairSettings());
        var special = end is not null && ids.TryGetValue(end, out var id) ? new[] { AddedToken.OfSpecial(id, end) } : [];
        var splitting = new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: true, trimOffsets: true);
        return new Tokenizer(new TokenizerParts(model, splitting, special), config with { EndToken = end, StartToken = config.StartToken ?? end });
    }
}
