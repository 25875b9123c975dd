using Heed.Labelling.Managing;
using Xunit;

namespace Heed.Labelling.Tests.Managing;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"//x.example\")", "\"'=HYPERLINK(\"\"//x.example\"\")\"")]
    [InlineData("@SUM(1)", "'@SUM(1)")]
    [InlineData("-1+cmd", "'-1+cmd")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    public void No_value_is_taken_for_a_formula_and_every_value_is_one_cell(string value, string cell) => Assert.Equal(cell, CsvText.Row(value));
}
