using Heed.Feedback.Balance;
using Xunit;

namespace Heed.Feedback.Tests.Balance;

public sealed class CoverageTableTests
{
    [Fact]
    public void Groups_asked_about_different_things_are_told_from_equal_ones()
    {
        // 30 and 10 against 10 and 30: every cell is 10 from the 20 expected, χ² = 4 · 100 / 20 = 20 with one degree; V = √(20 / 80) = ½.
        var table = CoverageTable.Of("country", Answers(30, 10, 10, 30))!;
        Assert.Equal((0.5, 7.744e-6), (table.CramersV, Math.Round(table.P, 9)));
        Assert.Equal(["UK", "US"], table.Groups);
        Assert.Equal([[30, 10], [10, 30]], table.Answers);
        Assert.Equal((0.0, 1.0), (CoverageTable.Of("country", Answers(20, 10, 20, 10))!.CramersV, CoverageTable.Of("country", Answers(20, 10, 20, 10))!.P));
    }

    [Fact]
    public void One_kind_alone_makes_no_table() => Assert.Null(CoverageTable.Of("country", Answers(3, 0, 4, 0)));

    private static IEnumerable<(string, string)> Answers(int a, int b, int c, int d) =>
        [.. Enumerable.Repeat(("UK", "new – old"), a), .. Enumerable.Repeat(("UK", "old – base"), b), .. Enumerable.Repeat(("US", "new – old"), c), .. Enumerable.Repeat(("US", "old – base"), d)];
}
