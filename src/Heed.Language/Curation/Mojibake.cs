using System.Buffers;
using System.Text;

namespace Heed.Language.Curation;

/// <summary>
/// Finds UTF-8 that was decoded as Windows-1252 (or Latin-1): letters that, taken for the bytes they came from, spell one well-formed
/// character of several bytes, as "Ã©" does "é".
/// </summary>
internal static class Mojibake
{
    // The letters of bytes 0x80 to 0x9F in Windows-1252; a byte it leaves undefined keeps its control character.
    private const string HighControls = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    // After a capital letter these are usual punctuation, so a pair of letters proves nothing.
    private static readonly SearchValues<char> Punctuation = SearchValues.Create("\u2018\u2019\u201C\u201D\u201A\u201E\u2013\u2014\u2026\u2022\u2039\u203A\u00A0\u00AB\u00BB");

    private static readonly SearchValues<char> Leads = SearchValues.Create([.. Enumerable.Range(0xC2, 0xF5 - 0xC2).Select(c => (char)c)]);

    /// <summary>How many such places a text has, with the first of them.</summary>
    public static int Count(ReadOnlySpan<char> text, out string? example)
    {
        example = null;
        var count = 0;
        for (var at = text.IndexOfAny(Leads); at >= 0 && at < text.Length;)
        {
            if (LengthAt(text[at..], out var meant) is > 0 and var length)
            {
                example ??= $"'{text.Slice(at, length)}' for '{meant}'";
                count++;
                at += length;
            }
            else at++;
            var skip = text[at..].IndexOfAny(Leads);
            at = skip < 0 ? -1 : at + skip;
        }
        return count;
    }

    private static int LengthAt(ReadOnlySpan<char> text, out Rune meant)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        while (count < Math.Min(4, text.Length) && ByteOf(text[count]) is >= 0x80 and var value) bytes[count++] = (byte)value;
        if (Rune.DecodeFromUtf8(bytes[..count], out meant, out var length) != OperationStatus.Done || length < 2) return 0;
        return length == 2 && text[0] is not ('\u00C2' or '\u00C3') && Punctuation.Contains(text[1]) ? 0 : length;
    }

    private static int ByteOf(char letter) => letter is >= '\x80' and <= '\xFF' ? letter : HighControls.IndexOf(letter) is >= 0 and var index ? 0x80 + index : -1;
}
