using System.Globalization;
using System.Text.Json.Nodes;
using Heed.Language.Tokens.Decoding;
using Heed.Language.Tokens.Expressions;
using Heed.Language.Tokens.Splitting;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens;

/// <summary>
/// tiktoken's encodings: a file of ranks (a token in base64 and its rank a line) and an encoding.json with <c>ranks</c> (the file),
/// <c>pat_str</c> (the expression whose matches are the pieces) and <c>special_tokens</c>.
/// </summary>
internal static class TiktokenEncoding
{
    public const string FileName = "encoding.json";

    public static bool IsOne(JsonObject json) => json.ContainsKey("pat_str");

    public static Tokenizer Read(string file, JsonObject json, TokenizerConfig config)
    {
        var encoding = new ComponentJson(file, "encoding", json);
        var name = encoding.Text("ranks");
        if (Path.GetFileName(name) != name) throw encoding.Wrong($"ranks is '{name}'; expected the name of a file beside it");
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, name);
        if (!File.Exists(path)) throw encoding.Wrong($"no file '{name}' beside it");
        var ranks = File.ReadAllBytes(path);
        var special = json["special_tokens"] is null ? [] : encoding.Child("special_tokens").Json.Select(t => AddedToken.OfSpecial(JsonNumber.Id(t.Value, t.Key), t.Key)).OrderBy(t => t.Id).ToList();
        var end = config.EndToken ?? special.FirstOrDefault(t => t.Content == "<|endoftext|>")?.Content;
        var pattern = SearchPattern.OfExpression(new Pattern(encoding.Text("pat_str"), PatternSyntax.Fancy));
        return new Tokenizer(new TokenizerParts(Model(path, ranks), special)
        {
            // What lies between matches is dropped, as tiktoken does.
            PreTokenizer = new PreTokenizerSequence([new SplitPreTokenizer(pattern, DelimiterBehavior.Removed, inverted: true), new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: false)]),
            Decoder = new ByteLevelDecoder(),
            Originals = [(FileName, File.ReadAllBytes(file)), (name, ranks)]
        }, config with { EndToken = end });
    }

    private static BytePairModel Model(string path, byte[] ranks)
    {
        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in new StreamReader(new MemoryStream(ranks)).ReadToEnd().Split('\n'))
        {
            number++;
            if (line.AsSpan().Trim().Length == 0) continue;
            var (token, rank) = Line(path, line, number);
            if (!tokens.TryAdd(token, rank)) throw new TokenizerException(path, $"line {number}: the token stands there twice");
        }
        var vocabulary = new Vocabulary(tokens);
        foreach (var letter in ByteLetters.All)
            if (!vocabulary.Contains(letter.ToString())) throw new TokenizerException(path, "not every byte has a rank");
        var merges = tokens.SelectMany(t => Splits(t.Key, t.Value, vocabulary)).ToList();
        return new BytePairModel(vocabulary, [], new BytePairSettings { IgnoreMerges = true }, new PairTable(merges, [.. merges.Select(m => m.Merged)]));
    }

    private static (string Token, int Rank) Line(string path, string line, int number)
    {
        var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var bytes = new byte[fields.Length == 2 ? fields[0].Length : 0];
        if (fields.Length != 2 || !Convert.TryFromBase64String(fields[0], bytes, out var length) || length == 0
            || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rank) || rank >= Tokenizer.LargestVocabulary)
            throw new TokenizerException(path, $"line {number}: expected a token in base64 and its rank, found '{(line.Length > 60 ? line[..60] + "…" : line)}'");
        return (ByteLetters.Spell(bytes.AsSpan(0, length)), rank);
    }

    /// <summary>Two tokens merge wherever they make a token; its rank says how soon.</summary>
    private static IEnumerable<(int First, int Second, int Merged)> Splits(string token, int rank, Vocabulary vocabulary)
    {
        for (var middle = 1; middle < token.Length; middle++)
            if (vocabulary.TryGet(token[..middle], out var first) && vocabulary.TryGet(token[middle..], out var second)) yield return (first, second, rank);
    }
}
