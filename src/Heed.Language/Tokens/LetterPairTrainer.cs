using System.Text.Json.Nodes;
using Heed.Language.Tokens.Expressions;
using Heed.Language.Tokens.Splitting;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens;

/// <summary>
/// Learns a BPE vocabulary over letters, as SentencePiece does (Kudo and Richardson 2018), laid out as Llama 2's: &lt;unk&gt;, &lt;s&gt;,
/// &lt;/s&gt; and other special tokens, 256 byte pieces, merges as learned, letters by frequency. Each line is a sentence; of pairs equally
/// frequent the one of the more frequent letters merges first.
/// </summary>
internal sealed class LetterPairTrainer(BytePairTrainerOptions options)
{
    private const string Unknown = "<unk>";

    private static readonly string[] First = [Unknown, "<s>", "</s>"];

    public Tokenizer Train(IEnumerable<string> texts)
    {
        var words = WordCounts.Of(texts.SelectMany(Lines), new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: false, spells: false)).SelectMany(w => Words(w.Word).Select(p => (Word: p, w.Count)))
            .GroupBy(w => w.Word, StringComparer.Ordinal).Select(g => (Word: g.Key, Count: g.Sum(w => w.Count))).OrderBy(w => w.Word, StringComparer.Ordinal).ToList();
        var special = First.Concat(options.SpecialTokens).Distinct().ToList();
        var letters = Letters(words, special.Count + 256);
        var vocabulary = letters.Select((letter, id) => (letter, id)).ToDictionary(l => l.letter, l => l.id, StringComparer.Ordinal);
        var merges = !options.Merges ? [] : new MergeLearner([.. words.SelectMany(w => Known(w.Word, vocabulary).Select(s => (s, w.Count)))], vocabulary)
            .Learn(options with { VocabularySize = options.VocabularySize - special.Count - 256 });
        var merged = vocabulary.OrderBy(t => t.Value).Skip(letters.Count).Select(t => t.Key);
        var names = special.Concat(Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>")).Concat(merged).Concat(letters);
        var model = new BytePairModel(new Vocabulary(names.Select((name, id) => (name, id)).ToDictionary(n => n.name, n => n.id, StringComparer.Ordinal)), merges,
            new BytePairSettings { UnknownToken = Unknown, FuseUnknown = true, ByteFallback = true, MergesAsPairs = true });
        return new Tokenizer(TokenizerParts.Read("tokenizer.json", Pipeline(), model, [.. special.Select((name, id) => AddedToken.OfSpecial(id, name))]), new TokenizerConfig
        {
            StartToken = options.StartToken ?? "<s>",
            EndToken = options.EndToken ?? "</s>",
            PadToken = options.PadToken,
            UnknownToken = Unknown
        });
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0);

    private static IEnumerable<string> Words(string line)
    {
        var text = (line[0] == ' ' ? line : " " + line).Replace(' ', WordStarts.Letter);
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = WordStarts.End(text, start);
            // Of several spaces only the last belongs to the word.
            while (end - start > 1 && text[start] == WordStarts.Letter && text[start + 1] == WordStarts.Letter) yield return text[start++..start];
            yield return text[start..end];
        }
    }

    /// <summary>The letters that become tokens, the most frequent first.</summary>
    private List<string> Letters(List<(string Word, long Count)> words, int others)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (word, count) in words)
            foreach (var letter in Runes(word)) counts[letter] = counts.GetValueOrDefault(letter) + count;
        var (covered, enough) = (0L, counts.Values.Sum() * options.LetterCoverage);
        var letters = new List<string>();
        foreach (var (letter, count) in counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal))
        {
            if (covered >= enough && letter != "\u2581") continue;
            letters.Add(letter);
            covered += count;
        }
        return others + letters.Count <= options.VocabularySize ? letters
            : throw new VocabularySizeException(options.VocabularySize, others + letters.Count, $"{others} special and byte tokens and {letters.Count} letters");
    }

    /// <summary>The stretches of a word whose letters are all tokens.</summary>
    private static IEnumerable<int[]> Known(string word, Dictionary<string, int> letters)
    {
        var symbols = new List<int>();
        foreach (var letter in Runes(word))
            if (letters.TryGetValue(letter, out var id)) symbols.Add(id);
            else if (symbols.Count > 0)
            {
                yield return [.. symbols];
                symbols.Clear();
            }
        if (symbols.Count > 0) yield return [.. symbols];
    }

    private static IEnumerable<string> Runes(string word)
    {
        for (int at = 0, length; at < word.Length; at += length) yield return word.Substring(at, length = CodePoints.LengthAt(word, at));
    }

    private static JsonObject Pipeline() => new()
    {
        ["pre_tokenizer"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "\u2581", ["prepend_scheme"] = "first", ["split"] = false },
        ["decoder"] = new JsonObject
        {
            ["type"] = "Sequence",
            ["decoders"] = new JsonArray(
                new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = "\u2581" }, ["content"] = " " },
                new JsonObject { ["type"] = "ByteFallback" },
                new JsonObject { ["type"] = "Fuse" },
                new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 })
        }
    };
}
