using CsCheck;
using Heed.Evaluation.Texts;
using Xunit;

namespace Heed.Evaluation.Tests.Texts;

public sealed class TextTests
{
    [Fact]
    public void Repetition_of_a_text_shorter_than_its_grams_is_0() => Assert.Equal(0, Repetition.OfNGrams("two words", 3));

    [Fact]
    public void Empty_texts_have_no_repetition_and_no_diversity()
    {
        Assert.Equal((0.0, 0), (Repetition.TopShare(""), Repetition.LongestRun("")));
        Assert.Equal(0, Diversity.DistinctInCorpus(["", " "], 1));
        Assert.True(double.IsNaN(Diversity.DistinctInText([""], 1)));
    }

    [Fact]
    public void Edit_distance_is_a_metric() =>
        Gen.Select(Gen.String[Gen.Char["ab "], 0, 8], Gen.String[Gen.Char["ab "], 0, 8], Gen.String[Gen.Char["ab "], 0, 8]).Sample((a, b, c) =>
        {
            int ab = EditDistance.OfCharacters(a, b), bc = EditDistance.OfCharacters(b, c), ac = EditDistance.OfCharacters(a, c);
            return ab == EditDistance.OfCharacters(b, a) && (ab == 0) == (a == b) && ac <= ab + bc;
        });

    [Fact]
    public void A_text_against_itself_scores_full_marks()
    {
        const string text = "The lamp by the window went out.";
        Assert.Equal(100, new Bleu().Sentence(text, [text]).Value, 9);
        Assert.Equal(100, ChrF.Sentence(text, text), 9);
        Assert.Equal(1, new Rouge().L(text, text).F1, 12);
    }

    [Fact]
    public void Nothing_in_common_scores_0()
    {
        Assert.Equal(0, new Bleu().Sentence("yes", ["no"]).Value);
        Assert.Equal(0, new Rouge().N("yes", "no", 1).F1);
        Assert.Equal(0, ChrF.Sentence("", "no"));
    }
}
