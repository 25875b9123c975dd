namespace Heed.Language.Templates.Jinja.Values;

/// <summary>A text cut into pieces.</summary>
internal static class TextSplitting
{
    public static PyList Split(Rendering run, string text, Arguments arguments, bool fromEnd)
    {
        var values = arguments.For(fromEnd ? "rsplit" : "split", "sep=", "maxsplit=");
        var most = ReferenceEquals(values[1], Arguments.Missing) ? -1 : PyNumber.Small(values[1]);
        if (most < 0) most = int.MaxValue;
        var separator = Arguments.Or(values[0], null) is { } given ? TextMethods.Str(given, "split") : null;
        if (separator is "") throw Fault.Value("empty separator");
        var parts = separator is null ? fromEnd ? WordsFromEnd(text, most) : Words(text, most) : fromEnd ? PartsFromEnd(text, separator, most) : Parts(text, separator, most);
        run.Meter.Spend(parts.Count * 4L);
        return new PyList([.. parts]);
    }

    public static PyList Lines(Rendering run, string text, bool keepEnds)
    {
        var lines = new List<object?>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !IsLineEnd(text[end])) end++;
            var next = end == text.Length ? end : text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
            lines.Add(text[start..(keepEnds ? next : end)]);
            start = next;
        }
        run.Meter.Spend(lines.Count * 4L);
        return new PyList(lines);
    }

    public static PyTuple Partition(string text, string separator, bool last)
    {
        if (separator.Length == 0) throw Fault.Value("empty separator");
        var at = last ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0) return last ? new PyTuple(["", "", text]) : new PyTuple([text, "", ""]);
        return new PyTuple([text[..at], separator, text[(at + separator.Length)..]]);
    }

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029';

    private static List<string> Words(string text, int most)
    {
        var words = new List<string>();
        for (var at = 0; ;)
        {
            while (at < text.Length && PyText.IsSpace(text[at])) at++;
            if (at == text.Length) return words;
            var end = at;
            if (words.Count == most)
            {
                words.Add(text[at..]);
                return words;
            }
            while (end < text.Length && !PyText.IsSpace(text[end])) end++;
            words.Add(text[at..end]);
            at = end;
        }
    }

    private static List<string> WordsFromEnd(string text, int most)
    {
        var words = new List<string>();
        for (var end = text.Length; ;)
        {
            while (end > 0 && PyText.IsSpace(text[end - 1])) end--;
            if (end == 0) break;
            var start = words.Count == most ? 0 : end;
            while (start > 0 && !PyText.IsSpace(text[start - 1])) start--;
            words.Add(text[start..end]);
            end = start;
        }
        words.Reverse();
        return words;
    }

    private static List<string> Parts(string text, string separator, int most)
    {
        var parts = new List<string>();
        var at = 0;
        for (int next; parts.Count < most && (next = text.IndexOf(separator, at, StringComparison.Ordinal)) >= 0; at = next + separator.Length) parts.Add(text[at..next]);
        parts.Add(text[at..]);
        return parts;
    }

    private static List<string> PartsFromEnd(string text, string separator, int most)
    {
        var parts = new List<string>();
        var end = text.Length;
        for (int next; parts.Count < most && end > 0 && (next = text.AsSpan(0, end).LastIndexOf(separator)) >= 0; end = next) parts.Add(text[(next + separator.Length)..end]);
        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }
}
