using Heed.Feedback.Ranking;
using Xunit;

namespace Heed.Feedback.Tests.Ranking;

public sealed class RankedPairsTests
{
    private static IEnumerable<IReadOnlyList<IReadOnlyList<int>>> Votes(string letters, params (int Count, string Ranking)[] ballots) =>
        ballots.SelectMany(b => Enumerable.Repeat((IReadOnlyList<IReadOnlyList<int>>)[.. b.Ranking.Select(c => (IReadOnlyList<int>)[letters.IndexOf(c)])], b.Count));

    private static string Merged(string letters, params (int, string)[] ballots) =>
        string.Join('>', new RankedPairs().Fit(letters.Length, Votes(letters, ballots)).Select(g => string.Concat(g.Select(i => letters[i]))));

    [Fact]
    public void Tennessees_capital_is_Nashville() =>
        Assert.Equal("N>C>K>M", Merged("MNCK", (42, "MNCK"), (26, "NCKM"), (15, "CKNM"), (17, "KCNM")));

    /// <summary>Margins: x over z 15, x over y 9, w over y 5, x over w 3, z over w 3, z over y 1.</summary>
    [Fact]
    public void Majorities_are_locked_from_the_largest() =>
        Assert.Equal("x>z>w>y", Merged("wxyz", (3, "wxzy"), (2, "wyxz"), (4, "xyzw"), (5, "xzwy"), (1, "ywxz")));

    [Fact]
    public void An_even_vote_is_a_tie_and_makes_no_preference() => Assert.Equal("ab", Merged("ab", (1, "ab"), (1, "ba")));

    [Fact]
    public void A_circle_of_equal_majorities_is_a_tie() => Assert.Equal("abc", Merged("abc", (1, "abc"), (1, "bca"), (1, "cab")));

    [Fact]
    public void Ties_within_a_ballot_count_for_neither()
    {
        var merged = new RankedPairs().Fit(3, [[[0, 1], [2]], [[0], [1, 2]]]);
        Assert.Equal([[0], [1], [2]], merged);
    }
}
