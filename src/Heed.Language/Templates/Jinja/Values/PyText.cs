using System.Globalization;
using System.Numerics;
using System.Text;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Text as Python sees it: a sequence of code points.</summary>
internal static class PyText
{
    /// <summary>Python's white space: Unicode's and the four separators U+001C to U+001F.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    public static bool IsSpace(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!IsSpace(c)) return false;
        return true;
    }

    /// <summary>The text of str or Markup, else null.</summary>
    public static string? Of(object? value) => value switch { string text => text, Markup markup => markup.Text, _ => null };

    public static int Length(string text) => IsPlain(text) ? text.Length : Runes(text);

    /// <summary>One string a code point; a lone surrogate is one too.</summary>
    public static string[] Characters(string text)
    {
        var characters = new string[Length(text)];
        for (int i = 0, n = 0; n < characters.Length; n++)
        {
            var width = char.IsSurrogatePair(text, i) ? 2 : 1;
            characters[n] = text.Substring(i, width);
            i += width;
        }
        return characters;
    }

    /// <summary>The code point at an index within the length.</summary>
    public static string At(string text, int index) => IsPlain(text) ? text[index].ToString() : Characters(text)[index];

    public static string Slice(string text, int start, int step, int count)
    {
        if (step == 1 && IsPlain(text)) return text.Substring(start, count);
        var characters = Characters(text);
        var slice = new StringBuilder(count);
        for (var i = 0; i < count; i++) slice.Append(characters[start + i * step]);
        return slice.ToString();
    }

    /// <summary>Where a UTF-16 index lies, in code points.</summary>
    public static int CodePoint(string text, int index)
    {
        var n = index;
        for (var i = 1; i < index; i++)
            if (char.IsSurrogatePair(text, i - 1)) n--;
        return n;
    }

    /// <summary>-1, 0 or 1, by code point as Python orders text.</summary>
    public static int Compare(string a, string b)
    {
        var n = Math.Min(a.Length, b.Length);
        for (var i = 0; i < n; i++)
        {
            if (a[i] == b[i]) continue;
            var (x, y) = (char.IsSurrogate(a[i]), char.IsSurrogate(b[i]));
            return x == y ? Math.Sign(a[i].CompareTo(b[i])) : x ? 1 : -1;
        }
        return Math.Sign(a.Length.CompareTo(b.Length));
    }

    public static string Repeat(Meter meter, string text, BigInteger times)
    {
        if (times.Sign <= 0 || text.Length == 0) return "";
        meter.Text((long)BigInteger.Min(long.MaxValue / 2, times * text.Length));
        return new StringBuilder(text.Length * (int)times).Insert(0, text, (int)times).ToString();
    }

    /// <summary>Letters and digits by Unicode category, as Python's is… methods ask.</summary>
    public static UnicodeCategory Category(Rune rune) => Rune.GetUnicodeCategory(rune);

    private static bool IsPlain(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    private static int Runes(string text)
    {
        var n = text.Length;
        for (var i = 1; i < text.Length; i++)
            if (char.IsSurrogatePair(text, i - 1)) n--;
        return n;
    }
}
