using Ganss.Xss;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Heed.Labelling.Rendering;

/// <summary>
/// Markdown that a model or a stranger wrote, as HTML that can do nothing but be read: raw HTML stays text, images become words (a remote one
/// would tell its server who reads), links go to http, https or mailto only; what comes out is held against a list of allowed elements once more.
/// </summary>
public sealed class SafeMarkdown
{
    private const int DeepestNesting = 100;

    private readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough).Build();
    private readonly HtmlSanitizer _allowed = Sanitizer();

    /// <summary>HTML whose headings begin below <paramref name="level"/>, the level of the heading that stands above the text.</summary>
    public string Html(string markdown, int level = 2)
    {
        var text = VisibleText.Of(markdown);
        if (Depth(text) > DeepestNesting) return $"<pre dir=\"auto\">{System.Net.WebUtility.HtmlEncode(text)}</pre>";
        var document = Markdown.Parse(text, _pipeline);
        Disarm(document);
        Headings(document, level);
        foreach (var block in document.Descendants<Block>().Where(b => b is ParagraphBlock or HeadingBlock or ListBlock or QuoteBlock or Markdig.Extensions.Tables.Table))
            block.GetAttributes().AddPropertyIfNotExist("dir", "auto");
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        _pipeline.Setup(renderer);
        renderer.Render(document);
        return _allowed.Sanitize(writer.ToString());
    }

    /// <summary>Images become their description and address; a link that leads elsewhere than http, https or mailto becomes its text.</summary>
    private static void Disarm(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>().ToArray())
        {
            if (link.IsImage) Replace(link, $"[{Words(link)}]({link.Url})");
            else if (!Leads(link.Url)) Replace(link, $"{Words(link)} ({link.Url})");
            else link.GetAttributes().AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
        }
        foreach (var link in document.Descendants<AutolinkInline>().Where(l => !l.IsEmail && !Leads(l.Url)).ToArray())
            link.ReplaceBy(new LiteralInline(link.Url));
    }

    private static void Replace(LinkInline link, string words)
    {
        link.Clear();
        link.ReplaceBy(new LiteralInline(words));
    }

    private static string Words(LinkInline link) => string.Concat(link.Descendants<LiteralInline>().Select(l => l.Content.ToString()));

    private static bool Leads(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeMailto);

    /// <summary>Headings keep their order below the page's own and never jump a level, so that a screen reader's outline holds.</summary>
    private static void Headings(MarkdownDocument document, int level)
    {
        var headings = document.Descendants<HeadingBlock>().ToArray();
        if (headings.Length == 0) return;
        var shift = level + 1 - headings.Min(h => h.Level);
        var before = level;
        foreach (var heading in headings)
            before = heading.Level = Math.Clamp(heading.Level + shift, level + 1, Math.Min(6, before + 1));
    }

    /// <summary>The deepest nesting that quotes and lists at the beginning of a line can make: more than people write would exhaust the parser's stack.</summary>
    private static int Depth(string text)
    {
        var deepest = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var marks = 0;
            foreach (var c in line)
            {
                if (c is '>' or '-' or '*' or '+' or '[' or '!') marks++;
                else if (c is not (' ' or '\t')) break;
            }
            deepest = Math.Max(deepest, marks);
        }
        return Math.Max(deepest, text.Split('[').Length > 4 * DeepestNesting ? DeepestNesting + 1 : 0);
    }

    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedTags.Clear();
        sanitizer.AllowedTags.UnionWith(["p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del", "a", "table", "thead", "tbody", "tr", "th", "td"]);
        sanitizer.AllowedAttributes.Clear();
        sanitizer.AllowedAttributes.UnionWith(["href", "rel", "dir", "start"]);
        sanitizer.AllowedSchemes.Clear();
        sanitizer.AllowedSchemes.UnionWith(["http", "https", "mailto"]);
        sanitizer.AllowedCssProperties.Clear();
        sanitizer.AllowedAtRules.Clear();
        sanitizer.AllowDataAttributes = false;
        return sanitizer;
    }
}
