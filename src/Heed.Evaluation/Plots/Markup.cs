using System.Runtime.CompilerServices;
using System.Text;

namespace Heed.Evaluation.Plots;

/// <summary>
/// Text that is safe to stand in an XML or HTML page. It is made from interpolated strings alone: what stands in the literal is markup,
/// what stands in a hole is escaped unless it is markup itself, so nothing a model or a person wrote can become a tag.
/// </summary>
public readonly struct Markup
{
    private readonly string? _text;

    private Markup(string text) => _text = text;

    public static Markup Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(_text);

    /// <summary>Markup from an interpolated string.</summary>
    public static Markup Of(ref MarkupBuilder builder) => new(builder.ToString());

    /// <summary>Plain text, escaped.</summary>
    public static Markup Text(string? text)
    {
        var builder = new StringBuilder();
        Escape(builder, text);
        return new Markup(builder.ToString());
    }

    /// <summary>A file of our own that is markup already, such as a style sheet.</summary>
    internal static Markup Trusted(string text) => new(text);

    /// <summary>One after another.</summary>
    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts));

    /// <summary>One after another, a line each.</summary>
    public static Markup Lines(IEnumerable<Markup> parts) => new(string.Join('\n', parts.Where(p => !p.IsEmpty)));

    public override string ToString() => _text ?? "";

    /// <summary>
    /// Escapes the five characters of XML; what XML 1.0 cannot hold (controls, half characters) becomes U+FFFD. The space before a percent
    /// sign does not break.
    /// </summary>
    internal static void Escape(StringBuilder to, string? text)
    {
        foreach (var rune in (text ?? "").Replace(" %", "\u00a0%", StringComparison.Ordinal).EnumerateRunes())
            _ = rune.Value switch
            {
                '&' => to.Append("&amp;"),
                '<' => to.Append("&lt;"),
                '>' => to.Append("&gt;"),
                '"' => to.Append("&quot;"),
                '\'' => to.Append("&#39;"),
                '\t' or '\n' or '\r' => to.Append((char)rune.Value),
                < 0x20 or 0x7f or 0xfffe or 0xffff => to.Append('\ufffd'),
                _ => to.Append(rune.ToString()),
            };
    }
}

/// <summary>Collects an interpolated string into <see cref="Markup"/>.</summary>
[InterpolatedStringHandler]
public readonly ref struct MarkupBuilder(int literalLength, int holes)
{
    private readonly StringBuilder _text = new(literalLength + 16 * holes);

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Markup markup) => _text.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Markup> parts)
    {
        foreach (var part in parts) _text.Append(part.ToString());
    }

    public void AppendFormatted(string? text) => Markup.Escape(_text, text);

    public void AppendFormatted(int number) => _text.Append(number);

    public void AppendFormatted(long number) => _text.Append(number);

    /// <summary>A coordinate: two decimals at most.</summary>
    public void AppendFormatted(double coordinate) => _text.Append(coordinate.ToString("0.##"));

    public override string ToString() => _text.ToString();
}
