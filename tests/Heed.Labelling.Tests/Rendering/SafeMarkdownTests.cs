using AngleSharp.Html.Parser;
using CsCheck;
using Heed.Labelling.Rendering;
using Xunit;

namespace Heed.Labelling.Tests.Rendering;

public sealed class SafeMarkdownTests
{
    private static readonly SafeMarkdown Markdown = new();

    public static TheoryData<string> Attacks => [.. XssCollection.All];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Nothing_of_the_collection_becomes_more_than_text_and_harmless_links(string attack) => AssertHarmless(Markdown.Html(attack));

    [Fact]
    public void Nothing_that_chance_makes_of_markup_becomes_more_than_that()
    {
        string[] pieces = ["<", ">", "\"", "'", "`", "[", "](", ")", "![", "javascript:", "script", "img src=x onerror=alert(1)", "\n", "\n\n", "> ", "* ", "&lt;", "&#x3C;", "<!--", "-->", "<style>", "data:text/html,", "//x.example", "\\", "|", "-", "\u0000", "a", " "];
        Gen.Int[0, pieces.Length - 1].Array[1, 30].Sample(parts => AssertHarmless(Markdown.Html(string.Concat(parts.Select(p => pieces[p])))), iter: 1000);
    }

    [Fact]
    public void Code_headings_lists_tables_and_links_are_rendered()
    {
        var html = Markdown.Html("# Title\n\n**bold** and `code`\n\n* one\n* two\n\n|a|b|\n|-|-|\n|1|2|\n\n[link](https://example.org)\n\n```python\nprint(1)\n```");
        foreach (var piece in new[] { "<strong>bold</strong>", "<code>code</code>", "<li>", "<table", "href=\"https://example.org\"", "print(1)" }) Assert.Contains(piece, html, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_begin_below_the_page_s_and_never_jump() =>
        Assert.Equal(["H3", "H4", "H3"], new HtmlParser().ParseDocument(Markdown.Html("# one\n\n### two\n\n# three", level: 2)).QuerySelectorAll("h1,h2,h3,h4,h5,h6").Select(h => h.TagName));

    [Fact]
    public void An_image_becomes_its_words_so_that_no_server_learns_who_reads() =>
        Assert.Equal("[a cat](https://tracker.example/cat.png)", new HtmlParser().ParseDocument(Markdown.Html("![a cat](https://tracker.example/cat.png)")).Body!.TextContent.Trim());

    [Fact]
    public void Text_that_turns_its_direction_shows_that_it_does() =>
        Assert.Contains("⟨U+202E⟩", Markdown.Html("safe \u202Eexe.txt"), StringComparison.Ordinal);

    [Fact]
    public void Nesting_that_nobody_writes_is_shown_as_it_stands() => AssertHarmless(Markdown.Html(new string('>', 50_000) + "x"));

    private static void AssertHarmless(string html)
    {
        string[] tags = ["HTML", "HEAD", "BODY", "P", "BR", "HR", "H3", "H4", "H5", "H6", "UL", "OL", "LI", "BLOCKQUOTE", "PRE", "CODE", "EM", "STRONG", "DEL", "A", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD"];
        string[] attributes = ["href", "rel", "dir", "start"];
        foreach (var element in new HtmlParser().ParseDocument(html).All)
        {
            Assert.Contains(element.TagName, tags);
            Assert.All(element.Attributes, a => Assert.Contains(a.Name, attributes));
            if (element.GetAttribute("href") is { } link) Assert.Matches("^(https?://|mailto:)", link.ToLowerInvariant());
        }
    }
}
