using System.Globalization;
using System.Text;

namespace Heed.Language.Tokens.Expressions;

/// <summary>Text as code points. Half of a surrogate pair counts as what it becomes in UTF-8, U+FFFD.</summary>
internal static class CodePoints
{
    public const int Last = 0x10FFFF, Replacement = 0xFFFD;

    /// <summary>The code point at an index, and its length in UTF-16 units.</summary>
    public static int At(ReadOnlySpan<char> text, int index, out int length)
    {
        var unit = text[index];
        length = 1;
        if (!char.IsSurrogate(unit)) return unit;
        if (!char.IsHighSurrogate(unit) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1])) return Replacement;
        length = 2;
        return char.ConvertToUtf32(unit, text[index + 1]);
    }

    /// <summary>The index where the code point before an index begins.</summary>
    public static int Before(ReadOnlySpan<char> text, int index) =>
        index > 1 && char.IsLowSurrogate(text[index - 1]) && char.IsHighSurrogate(text[index - 2]) ? index - 2 : index - 1;

    /// <summary>How many bytes a code point takes in UTF-8.</summary>
    public static int Utf8Length(int codePoint) => codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

    public static void Append(StringBuilder to, int codePoint)
    {
        if (codePoint < 0x10000) to.Append((char)codePoint);
        else to.Append(char.ConvertFromUtf32(codePoint));
    }

    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at += LengthAt(text, at)) count++;
        return count;
    }

    public static int LengthAt(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    public static UnicodeCategory Category(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint);

    public static bool IsWhiteSpace(int codePoint) => codePoint < 0x10000 && char.IsWhiteSpace((char)codePoint);
}
