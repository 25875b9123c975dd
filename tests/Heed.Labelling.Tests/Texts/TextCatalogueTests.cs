using System.Text.RegularExpressions;
using Heed.Labelling.Texts;
using Xunit;

namespace Heed.Labelling.Tests.Texts;

public sealed class TextCatalogueTests
{
    private static readonly TextCatalogue Catalogue = new();

    [Fact]
    public void There_are_two_languages_and_one_is_written_from_right_to_left()
    {
        Assert.Equal(["en", "ar"], Catalogue.Languages);
        Assert.True(TextCatalogue.RightToLeft("ar"));
    }

    [Fact]
    public void Every_language_has_every_text() => Assert.Equal(Catalogue.Of("en").Keys.Order(StringComparer.Ordinal), Catalogue.Of("ar").Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_translation_fills_the_same_holes() =>
        Assert.All(Catalogue.Of("en"), text => Assert.Equal(Holes(text.Value), Holes(Catalogue.Of("ar")[text.Key])));

    [Fact]
    public void No_text_is_left_empty() => Assert.All(Catalogue.Languages.SelectMany(l => Catalogue.Of(l)), text => Assert.NotEqual("", text.Value.Trim()));

    private static IEnumerable<string> Holes(string text) => Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Order(StringComparer.Ordinal);
}
