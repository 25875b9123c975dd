using CsCheck;
using Heed.Language.Tokens;
using Xunit;

namespace Heed.Language.Tests.Tokens;

public sealed class BytePairTrainerTests
{
    private static readonly Gen<string> SmallAlphabet = Gen.Char['a', 'd'].Array[0, 60].Select(letters => new string(letters).Replace('d', ' '));

    [Fact]
    public void Merges_are_those_of_counting_everything_anew_each_time() =>
        Gen.Select(SmallAlphabet, Gen.Int[1, 3], Gen.Int[3, 12], Gen.Bool).Sample((text, minFrequency, longest, split) =>
        {
            var options = new BytePairTrainerOptions { VocabularySize = 24, MinFrequency = minFrequency, MaxTokenLength = longest, SplitWords = split, Alphabet = Alphabet.Corpus, SpecialTokens = ["ab", "<s>"] };
            var trained = new BytePairTrainer(options).Train([text]);
            Assert.Equal(Naive(text, options), Enumerable.Range(0, trained.VocabularySize).Select(trained.TokenOf));
        }, iter: 500);

    [Fact]
    public void Of_pairs_equally_frequent_the_smaller_ids_merge_first()
    {
        // Twice each: cb, ab, and the spaces. By ids (space 'Ġ' last): ab before cb.
        var trained = new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 6, MinFrequency = 1, Alphabet = Alphabet.Corpus }).Train(["cb\nab\ncb\nab"]);
        Assert.Equal(["a", "b", "c", "Ċ", "ab", "cb"], Enumerable.Range(0, 6).Select(trained.TokenOf));
    }

    [Fact]
    public void Character_level_is_the_corpus_alphabet_without_merges()
    {
        var trained = new BytePairTrainer(BytePairTrainerOptions.CharacterLevel).Train(["hello world\n"]);
        Assert.Equal("\n dehlorw".Length, trained.VocabularySize);
        Assert.Equal(12, trained.Encode("hello world\n").Length);
        Assert.Equal("low", trained.Decode(trained.Encode("low")));
    }

    [Fact]
    public void Special_tokens_come_first_and_play_the_parts_they_are_given()
    {
        var trained = new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 260, SpecialTokens = ["<s>", "</s>", "<pad>"], StartToken = "<s>", EndToken = "</s>", PadToken = "<pad>" }).Train(["text"]);
        Assert.Equal((0, 1, 2), (trained.StartId, trained.EndId, trained.PadId));
        Assert.True(trained.IsSpecial(2));
        Assert.Throws<ArgumentException>(() => new BytePairTrainer(new BytePairTrainerOptions { EndToken = "</s>" }).Train(["text"]));
    }

    [Fact]
    public void It_stops_where_nothing_is_left_to_merge() =>
        Assert.Equal(256 + 2, new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 1000, MinFrequency = 1 }).Train(["aaa"]).VocabularySize); // aa, aaa

    [Fact]
    public void The_result_depends_on_the_text_alone_not_on_how_it_is_cut()
    {
        var text = string.Join(' ', Enumerable.Range(0, 120_000).Select(i => $"w{i * 7919 % 1000}")); // longer than a segment
        var options = new BytePairTrainerOptions { VocabularySize = 500 };
        var whole = new BytePairTrainer(options).Train([text]);
        var middle = text.IndexOf(' ', text.Length / 2);
        var halves = new BytePairTrainer(options).Train([text[..middle], text[middle..]]);
        Assert.Equal(Enumerable.Range(0, 500).Select(whole.TokenOf), Enumerable.Range(0, 500).Select(halves.TokenOf));
    }

    [Fact]
    public void An_empty_text_gives_the_alphabet() =>
        Assert.Equal(256, new BytePairTrainer(new BytePairTrainerOptions()).Train([]).VocabularySize);

    /// <summary>The rule itself, slow: count all pairs, merge the best, begin again.</summary>
    private static List<string> Naive(string text, BytePairTrainerOptions options)
    {
        var words = Pieces(text, options.SplitWords).Select(w => w.Select(c => c == ' ' ? "Ġ" : c.ToString()).ToList()).ToList();
        var names = options.SpecialTokens.ToList();
        names.AddRange(words.SelectMany(w => w).Distinct().Order(StringComparer.Ordinal));
        var refused = new HashSet<(string, string)>();
        while (names.Count < options.VocabularySize)
        {
            var counts = new Dictionary<(string, string), int>();
            foreach (var word in words)
                foreach (var pair in word.Zip(word.Skip(1)))
                    if (pair.First.Length + pair.Second.Length < options.MaxTokenLength) counts[pair] = counts.GetValueOrDefault(pair) + 1;
            if (counts.Count == 0) break;
            var (best, count) = counts.OrderByDescending(p => p.Value).ThenBy(p => names.IndexOf(p.Key.Item1)).ThenBy(p => names.IndexOf(p.Key.Item2)).First();
            if (count < options.MinFrequency) break;
            var joined = best.Item1 + best.Item2;
            if (!names.Contains(joined)) names.Add(joined);
            foreach (var word in words)
                for (var i = 0; i + 1 < word.Count; i++)
                    if ((word[i], word[i + 1]) == best)
                    {
                        word[i] = joined;
                        word.RemoveAt(i + 1);
                    }
        }
        return names;
    }

    private static IEnumerable<string> Pieces(string text, bool split) =>
        split ? System.Text.RegularExpressions.Regex.Matches(text, @" ?\p{L}+|\s+(?!\S)|\s+").Select(m => m.Value) : text.Length == 0 ? [] : [text];
}
