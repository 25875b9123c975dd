using System.Text;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>White space off a text's ends, or onto them.</summary>
internal static class TextTrimming
{
    /// <param name="characters">What to take off; null: white space.</param>
    public static string Strip(string text, string? characters, bool left, bool right)
    {
        var set = characters is null ? null : PyText.Characters(characters).ToHashSet(StringComparer.Ordinal);
        if (set is not null && set.Any(c => c.Length > 1)) return StripCharacters(text, set, left, right);
        bool Goes(char c) => set is null ? PyText.IsSpace(c) : set.Contains(c.ToString());
        var (start, end) = (0, text.Length);
        while (left && start < end && Goes(text[start])) start++;
        while (right && end > start && Goes(text[end - 1])) end--;
        return text[start..end];
    }

    public static string Pad(Meter meter, string text, Arguments arguments, string how)
    {
        var values = arguments.For(how, "width", "fillchar=");
        var fill = TextMethods.Str(Arguments.Or(values[1], " "), how);
        if (PyText.Length(fill) != 1) throw Fault.Type("The fill character must be exactly one character long");
        return Pad(meter, text, PyNumber.Small(values[0]), fill, how);
    }

    public static string Pad(Meter meter, string text, int width, string fill, string how)
    {
        var missing = width - PyText.Length(text);
        if (missing <= 0) return text;
        // Python puts the odd one to the left where the width is odd.
        var left = how switch { "ljust" => 0, "rjust" => missing, _ => missing / 2 + (missing & width & 1) };
        return PyText.Repeat(meter, fill, left) + text + PyText.Repeat(meter, fill, missing - left);
    }

    public static string ZeroFill(Meter meter, string text, int width)
    {
        var sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        if (text.Length == 0) sign = 0;
        return text[..sign] + Pad(meter, text[sign..], width - sign, "0", "rjust");
    }

    public static string ExpandTabs(Meter meter, string text, int size)
    {
        var expanded = new StringBuilder();
        var column = 0;
        foreach (var c in text)
        {
            if (c != '\t') expanded.Append(c);
            else if (size > 0) expanded.Append(PyText.Repeat(meter, " ", size - column % size));
            column = c is '\n' or '\r' ? 0 : c == '\t' && size > 0 ? column + size - column % size : column + (char.IsLowSurrogate(c) || c == '\t' ? 0 : 1);
        }
        return expanded.ToString();
    }

    private static string StripCharacters(string text, HashSet<string> set, bool left, bool right)
    {
        var characters = PyText.Characters(text);
        var (start, end) = (0, characters.Length);
        while (left && start < end && set.Contains(characters[start])) start++;
        while (right && end > start && set.Contains(characters[end - 1])) end--;
        return string.Concat(characters[start..end]);
    }
}
