using Heed.Language.Tokens;
using Xunit;

namespace Heed.Language.Tests.Tokens;

public sealed class LetterPairTrainingTests
{
    private static readonly BytePairTrainerOptions Options = new() { Spelling = Spelling.Letters, VocabularySize = 259 + 8, MinFrequency = 1, LetterCoverage = 1 };

    [Fact]
    public void Pieces_are_special_tokens_bytes_merges_and_letters_in_this_order()
    {
        // Words of "ab ab abc": ▁ab twice, ▁abc once. Letters by count: ▁ a b (3 each, in order a b ▁), c. Pairs: ab 3, ▁a 3, bc 1: of the first two the smaller first id.
        var trained = new BytePairTrainer(Options).Train(["ab ab abc"]);
        Assert.Equal(["<unk>", "<s>", "</s>", "<0x00>"], Enumerable.Range(0, 4).Select(trained.TokenOf));
        Assert.Equal(["ab", "\u2581ab", "\u2581abc", "a", "b", "\u2581", "c"], Enumerable.Range(259, trained.VocabularySize - 259).Select(trained.TokenOf));
    }

    [Fact]
    public void Text_comes_back_with_letters_it_never_saw_spelled_in_bytes()
    {
        var trained = new BytePairTrainer(Options with { VocabularySize = 300 }).Train(["the cat sat on the mat\nthe dog  sat"]);
        foreach (var text in (string[])["the cat", "two  spaces", "h\u00E9 \u4F60\u597D \U0001F600", "a\n\nb", "the<s>cat"]) Assert.Equal(text, trained.Decode(trained.Encode(text), skipSpecial: false));
        Assert.Contains("<0xC3>", trained.Encode("\u00E9").Select(trained.TokenOf));
    }

    [Fact]
    public void A_vocabulary_that_cannot_hold_the_letters_is_refused() =>
        Assert.Equal(263, Assert.Throws<VocabularySizeException>(() => new BytePairTrainer(Options with { VocabularySize = 260 }).Train(["abc"])).Needed);

    [Fact]
    public void Without_merges_each_letter_is_a_token_and_others_are_bytes()
    {
        var trained = new BytePairTrainer(Options with { Merges = false }).Train(["ab ab"]);
        Assert.Equal(["\u2581", "b", "a", "<0x63>"], trained.Encode("bac").Select(trained.TokenOf));
    }
}
