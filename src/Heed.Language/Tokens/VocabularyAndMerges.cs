using System.Text.Json.Nodes;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens;

/// <summary>The older pair of files of byte-level BPE (GPT-2): vocab.json and merges.txt, one merge a line.</summary>
internal static class VocabularyAndMerges
{
    public static Tokenizer Read(string vocabularyFile, JsonObject vocabulary, string mergesFile, TokenizerConfig config, IReadOnlyList<AddedToken> added)
    {
        var ids = new Vocabulary(vocabulary.ToDictionary(p => p.Key, p => JsonNumber.Id(p.Value, p.Key), StringComparer.Ordinal));
        // Only the first line can be the version: '#version' may begin a merge elsewhere.
        var merges = File.ReadLines(mergesFile).Where((l, i) => l.Length > 0 && !(i == 0 && l.StartsWith("#version", StringComparison.Ordinal)))
            .Select((line, i) => BytePairJson.Split(mergesFile, line, i, ids)).ToList();
        var end = config.EndToken ?? (ids.Contains("<|endoftext|>") ? "<|endoftext|>" : null);
        var model = BytePairJson.Model(vocabularyFile, ids, merges, new BytePairSettings());
        var special = end is not null && ids.TryGet(end, out var id) ? new[] { AddedToken.OfSpecial(id, end) } : [];
        return new Tokenizer(TokenizerParts.ByteLevel(model, [.. added.Concat(special).DistinctBy(t => t.Id).OrderBy(t => t.Id)]), config with { EndToken = end, StartToken = config.StartToken ?? end });
    }
}
