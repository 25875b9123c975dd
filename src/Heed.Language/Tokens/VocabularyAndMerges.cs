using System.Text.Json.Nodes;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens;

/// <summary>The older pair of files of byte-level BPE: vocab.json and merges.txt, one merge a line. How a text is split they do not say: tokenizer_config.json names the class that does.</summary>
internal static class VocabularyAndMerges
{
    public static Tokenizer Read(string vocabularyFile, JsonObject vocabulary, string mergesFile, TokenizerConfig config, IReadOnlyList<AddedToken> added)
    {
        var splitting = ByteLevelClass.Of(vocabularyFile, config);
        var ids = new Vocabulary(vocabulary.ToDictionary(p => p.Key, p => JsonNumber.Id(p.Value, p.Key), StringComparer.Ordinal));
        // Only the first line can be the version: '#version' may begin a merge elsewhere.
        var merges = File.ReadLines(mergesFile).Where((l, i) => l.Length > 0 && !(i == 0 && l.StartsWith("#version", StringComparison.Ordinal)))
            .Select((line, i) => BytePairJson.Split(mergesFile, line, i, ids)).ToList();
        var model = BytePairJson.Model(vocabularyFile, ids, merges, new BytePairSettings());
        string? Named(string? given, string? usual) => given ?? (usual is not null && (ids.Contains(usual) || added.Any(t => t.Content == usual)) ? usual : null);
        config = config with { EndToken = Named(config.EndToken, splitting.End), UnknownToken = config.UnknownToken ?? (splitting.Frames ? Named(null, "<unk>") : null) };
        config = config with { StartToken = Named(config.StartToken, splitting.StartsWithEnd ? config.EndToken : splitting.Start), PadToken = config.PadToken ?? (splitting.Frames ? Named(null, "<pad>") : null) };
        var special = splitting.Special(config).Where(ids.Contains).Select(t => AddedToken.OfSpecial(ids[t], t) with { LeftStrip = splitting.Frames && t == "<mask>" });
        IReadOnlyList<AddedToken> all = [.. added.Concat(special).DistinctBy(t => t.Id).OrderBy(t => t.Id)];
        return new Tokenizer(TokenizerParts.Read(vocabularyFile, splitting.Components(vocabularyFile, config, all), model, all), config);
    }
}
