using System.Numerics;
using System.Text.RegularExpressions;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>The wordwrap filter: lines of a paragraph filled as Python's textwrap does.</summary>
internal static partial class WordWrap
{
    public static object Apply(Rendering run, object? value, Arguments arguments)
    {
        var values = arguments.For("wordwrap", "width=", "break_long_words=", "wrapstring=", "break_on_hyphens=");
        var width = PyNumber.Small(Arguments.Or(values[0], new BigInteger(79)));
        var breakWords = PyCompare.Truth(Arguments.Or(values[1], true));
        var separator = Arguments.Or(values[2], null) is { } given ? TextMethods.Str(given, "wordwrap") : "\n";
        var hyphens = PyCompare.Truth(Arguments.Or(values[3], true));
        var text = PyText.Of(value) ?? throw (value is Undefined undefined ? undefined.Failure() : ChatTemplateException.Of("AttributeError", $"'{PyType.Name(value)}' object has no attribute 'splitlines'"));
        run.Meter.Text(text.Length * 16L);
        var paragraphs = TextSplitting.Lines(run, text, keepEnds: false).Items.Select(l => string.Join(separator, Wrapped((string)l!, width, breakWords, hyphens))).ToList();
        run.Meter.Text(paragraphs.Sum(p => (long)p.Length + separator.Length));
        return string.Join(separator, paragraphs);
    }

    private static List<string> Wrapped(string line, int width, bool breakWords, bool hyphens)
    {
        if (width <= 0) throw Fault.Value($"invalid width {width} (must be > 0)");
        var chunks = new Stack<string>((hyphens ? WithHyphens() : Spaces()).Split(line).Where(c => c.Length > 0).Reverse());
        var lines = new List<string>();
        while (chunks.Count > 0)
        {
            if (lines.Count > 0 && PyText.IsSpace(chunks.Peek())) chunks.Pop();
            var current = Line(chunks, width, breakWords, hyphens);
            if (current.Count > 0 && PyText.IsSpace(current[^1])) current.RemoveAt(current.Count - 1);
            if (current.Count > 0) lines.Add(string.Concat(current));
        }
        return lines;
    }

    private static List<string> Line(Stack<string> chunks, int width, bool breakWords, bool hyphens)
    {
        var (line, length) = (new List<string>(), 0);
        while (chunks.Count > 0 && length + chunks.Peek().Length <= width)
        {
            length += chunks.Peek().Length;
            line.Add(chunks.Pop());
        }
        if (chunks.Count == 0 || chunks.Peek().Length <= width) return line;
        if (breakWords)
        {
            var chunk = chunks.Pop();
            var end = width - length;
            if (hyphens && end > 0 && chunk.LastIndexOf('-', end - 1) is var hyphen && hyphen > 0 && chunk[..hyphen].Any(c => c != '-')) end = hyphen + 1;
            line.Add(chunk[..end]);
            chunks.Push(chunk[end..]);
        }
        else if (line.Count == 0) line.Add(chunks.Pop());
        return line;
    }

    // Words with the hyphens that may end a line, dashes, spaces: each a piece.
    [GeneratedRegex(@"([\t\n\v\f\r ]+|(?<=[\w!""'&.,?])-{2,}(?=\w)|[^\t\n\v\f\r ]+?(?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])|(?=[\t\n\v\f\r ]|\z)|(?<=[\w!""'&.,?])(?=-{2,}\w)))")]
    private static partial Regex WithHyphens();

    [GeneratedRegex(@"([\t\n\v\f\r ]+)")]
    private static partial Regex Spaces();
}
