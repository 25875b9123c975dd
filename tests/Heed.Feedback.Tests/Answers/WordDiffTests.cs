using CsCheck;
using Heed.Feedback.Answers;
using Xunit;

namespace Heed.Feedback.Tests.Answers;

public sealed class WordDiffTests
{
    [Fact]
    public void A_changed_word_is_one_removed_and_one_added() => Assert.Equal(
        [new(DiffKind.Same, "the "), new(DiffKind.Removed, "red "), new(DiffKind.Added, "blue "), new(DiffKind.Same, "house "), new DiffPart(DiffKind.Added, "stands")],
        WordDiff.Of("the red house ", "the blue house stands"));

    [Fact]
    public void The_parts_make_both_texts_and_equal_texts_differ_in_nothing() =>
        Gen.Select(Text, Text).Sample((before, after) =>
        {
            var parts = WordDiff.Of(before, after);
            Assert.Equal(before, string.Concat(parts.Where(p => p.Kind != DiffKind.Added).Select(p => p.Text)));
            Assert.Equal(after, string.Concat(parts.Where(p => p.Kind != DiffKind.Removed).Select(p => p.Text)));
            Assert.Equal(0, WordDiff.Distance(before, before));
        });

    [Fact]
    public void The_distance_is_the_fewest_words() => // longest common subsequence of abcabba and cbabac has 4 words: 3 + 2 are left (Myers 1986, figure 1)
        Assert.Equal(5, WordDiff.Distance("a b c a b b a ", "c b a b a c "));

    private static Gen<string> Text => Gen.Int[0, 3].Select(i => new[] { "a ", "b ", "c  ", "\n" }[i]).Array[0, 12].Select(string.Concat);
}
