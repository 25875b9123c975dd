using System.Globalization;
using System.Numerics;
using System.Text;
using Heed.Language.Templates.Jinja.Formatting;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Python's str() and repr().</summary>
internal static class PyRepr
{
    private const int Deepest = 200;

    /// <summary>What a value prints as.</summary>
    public static string Str(Meter meter, object? value) => value switch
    {
        string text => text,
        Markup markup => markup.Text,
        Undefined => "",
        _ => Of(meter, value)
    };

    public static string Of(Meter meter, object? value)
    {
        var text = new StringBuilder();
        Write(new Writer(meter, text), value, 0);
        return text.ToString();
    }

    /// <summary>A text between quotes, what does not print escaped.</summary>
    public static string Text(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var repr = new StringBuilder(text.Length + 2).Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                var rune = new Rune(text[i], text[++i]);
                if (Prints(Rune.GetUnicodeCategory(rune))) repr.Append(rune);
                else repr.Append($"\\U{rune.Value:x8}");
            }
            else Character(repr, text[i], quote);
        }
        return repr.Append(quote).ToString();
    }

    private static void Character(StringBuilder repr, char c, char quote)
    {
        if (c == '\\' || c == quote) repr.Append('\\').Append(c);
        else if (c is '\n' or '\r' or '\t') repr.Append(c switch { '\n' => "\\n", '\r' => "\\r", _ => "\\t" });
        else if (c == ' ' || Prints(char.GetUnicodeCategory(c))) repr.Append(c);
        else repr.Append(c < 0x100 ? $"\\x{(int)c:x2}" : $"\\u{(int)c:x4}");
    }

    public static bool Prints(UnicodeCategory category) => category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    private readonly record struct Writer(Meter Meter, StringBuilder Out)
    {
        public void Add(string text)
        {
            Meter.Text(text.Length);
            Out.Append(text);
        }
    }

    private static void Write(Writer to, object? value, int depth)
    {
        if (depth > Deepest) throw Fault.Recursion();
        switch (value)
        {
            case PyList list: WriteItems(to, "[", list.Items, "]", depth); break;
            case PyTuple tuple: WriteItems(to, "(", tuple.Items, tuple.Items.Count == 1 ? ",)" : ")", depth); break;
            case PyDict dict: WriteEntries(to, "{", dict.Entries, "}", depth); break;
            case DictView view: WriteItems(to, view.Kind + "([", [.. view.Items], "])", depth); break;
            case Namespace space: WriteEntries(to, "<Namespace {", space.Attributes.Select(a => KeyValuePair.Create((object?)a.Key, a.Value)), "}>", depth); break;
            default: to.Add(Scalar(to.Meter, value)); break;
        }
    }

    private static string Scalar(Meter meter, object? value) => value switch
    {
        null => "None",
        bool b => b ? "True" : "False",
        BigInteger n => Decimal(meter, n),
        double d => FloatText.Repr(d),
        string text => Text(text),
        Markup markup => $"Markup({Text(markup.Text)})",
        Undefined => "Undefined",
        PyRange range => range.Step.IsOne ? $"range({range.Start}, {range.Stop})" : $"range({range.Start}, {range.Stop}, {range.Step})",
        Generator generator => $"<{generator.Name}>",
        Callable callable => callable.Repr,
        _ => $"<{PyType.Name(value)}>"
    };

    private static string Decimal(Meter meter, BigInteger n)
    {
        if (BigInteger.Abs(n).GetBitLength() > 14_300)
            throw Fault.Value("Exceeds the limit (4300 digits) for integer string conversion");
        meter.Text(n.GetBitLength() / 3);
        return n.ToString();
    }

    private static void WriteItems(Writer to, string open, IReadOnlyList<object?> items, string close, int depth)
    {
        to.Add(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) to.Add(", ");
            Write(to, items[i], depth + 1);
        }
        to.Add(close);
    }

    private static void WriteEntries(Writer to, string open, IEnumerable<KeyValuePair<object?, object?>> entries, string close, int depth)
    {
        to.Add(open);
        var first = true;
        foreach (var (key, value) in entries)
        {
            if (!first) to.Add(", ");
            first = false;
            Write(to, key, depth + 1);
            to.Add(": ");
            Write(to, value, depth + 1);
        }
        to.Add(close);
    }
}
