using System.Text;
using Heed.Language.Tokens.Splitting;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens;

/// <summary>
/// Learns a byte-level BPE vocabulary (Sennrich et al. 2016, over bytes as in GPT-2). Ids: special tokens, then the alphabet by letter,
/// then merges as learned. Of pairs equally frequent the one with the smaller first id merges first, then the smaller second id; so the
/// result depends on the text alone.
/// </summary>
public sealed class BytePairTrainer(BytePairTrainerOptions options)
{
    /// <exception cref="ArgumentException">A named token is not among the special tokens.</exception>
    /// <exception cref="VocabularySizeException">The vocabulary is smaller than the letters it starts from.</exception>
    public Tokenizer Train(IEnumerable<string> texts)
    {
        foreach (var named in new[] { options.StartToken, options.EndToken, options.PadToken })
            if (named is not null && !options.SpecialTokens.Contains(named))
                throw new ArgumentException($"'{named}' is named as a start, end or padding token but is not among the special tokens");

        if (options.Spelling == Spelling.Letters) return new LetterPairTrainer(options).Train(texts);
        var splitting = new ByteLevelPreTokenizer(addPrefixSpace: false, options.SplitWords, spells: false);
        var words = WordCounts.Of(texts, splitting).Select(w => (Bytes: Encoding.UTF8.GetBytes(w.Word), w.Count)).ToList();
        var vocabulary = StartVocabulary(words);
        var ids = Enumerable.Range(0, 256).Select(b => vocabulary.GetValueOrDefault(ByteLetters.Of((byte)b).ToString(), -1)).ToArray();
        var merges = options.Merges ? new MergeLearner([.. words.Select(w => (Array.ConvertAll(w.Bytes, b => ids[b]), w.Count))], vocabulary).Learn(options) : [];

        var model = new BytePairModel(new Vocabulary(vocabulary), merges, new BytePairSettings());
        var special = options.SpecialTokens.Select(t => AddedToken.OfSpecial(vocabulary[t], t)).ToList();
        return new Tokenizer(TokenizerParts.ByteLevel(model, special, options.SplitWords), new TokenizerConfig
        {
            StartToken = options.StartToken,
            EndToken = options.EndToken,
            PadToken = options.PadToken
        });
    }

    private Dictionary<string, int> StartVocabulary(List<(byte[] Bytes, long Count)> words)
    {
        var seen = new bool[256];
        Array.Fill(seen, options.Alphabet == Alphabet.Bytes);
        foreach (var (bytes, _) in words)
            foreach (var value in bytes) seen[value] = true;

        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in options.SpecialTokens) vocabulary.TryAdd(token, vocabulary.Count);
        foreach (var letter in ByteLetters.All)
            if (ByteLetters.TryGetByte(letter, out var value) && seen[value]) vocabulary.TryAdd(letter.ToString(), vocabulary.Count);
        return vocabulary;
    }
}
