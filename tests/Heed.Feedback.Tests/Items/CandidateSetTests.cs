using Heed.Feedback.Items;
using Heed.Language.Texts;
using Heed.Runs;
using Xunit;

namespace Heed.Feedback.Tests.Items;

public sealed class CandidateSetTests
{
    [Fact]
    public void Two_pairs_of_four_answers_share_none()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var pairs = Set("a", "b", "c", "d").Pairs(2, new SeededRandom(seed));
            Assert.Equal(["a", "b", "c", "d"], pairs.SelectMany(p => new[] { p.First.Text, p.Second.Text }).Order());
        }
    }

    [Fact]
    public void Equal_texts_are_never_a_pair()
    {
        for (ulong seed = 0; seed < 50; seed++)
            Assert.All(Set("a", "a", "a", "b").Pairs(6, new SeededRandom(seed)), p => Assert.NotEqual(p.First.Text, p.Second.Text));
        Assert.Empty(Set("a", "a").Pairs(1, new SeededRandom(1)));
    }

    [Fact]
    public void Either_answer_comes_first_equally_often()
    {
        var first = Enumerable.Range(0, 400).Count(seed => Set("a", "b").Pairs(1, new SeededRandom((ulong)seed))[0].First.Text == "a");
        Assert.InRange(first, 160, 240);   // 4 standard deviations of 10
    }

    [Fact]
    public void An_id_names_the_prompt_both_answers_and_their_order()
    {
        string Id(string prompt, string first, string second) => Comparison.Of(new Prompt(prompt, Conversation.Ask("?")), new(first, "m"), new(second, "m")).Id;
        Assert.Equal(Id("p", "a", "b"), Id("p", "a", "b"));
        Assert.Equal(4, new[] { Id("p", "a", "b"), Id("p", "b", "a"), Id("q", "a", "b"), Id("p", "ab", "") }.Distinct().Count());
    }

    private static CandidateSet Set(params string[] answers) => new(new Prompt("p", Conversation.Ask("?")), [.. answers.Select(a => new Candidate(a, "m"))]);
}
