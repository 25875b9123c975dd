using System.Globalization;
using System.Text;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>The characters a quoted literal stands for: Python's escapes, unknown ones left as they are.</summary>
internal static class StringLiteral
{
    public static string Read(string raw, Position at)
    {
        if (!raw.Contains('\\')) return raw;
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\') text.Append(raw[i]);
            else i = Escape(raw, i + 1, text, at);
        }
        return text.ToString();
    }

    // Returns the index of the last character taken.
    private static int Escape(string raw, int i, StringBuilder text, Position at)
    {
        var c = raw[i];
        switch (c)
        {
            case '\n': break;
            case 'x': return Hexadecimal(raw, i, 2, text, at);
            case 'u': return Hexadecimal(raw, i, 4, text, at);
            case 'U': return Hexadecimal(raw, i, 8, text, at);
            case >= '0' and <= '7': return Octal(raw, i, text);
            case 'N': throw Fault.Syntax("named characters (\\N{…}) are not supported; write \\u and the code point", at);
            default:
                var simple = "\\'\"abfnrtv".IndexOf(c, StringComparison.Ordinal);
                if (simple < 0) text.Append('\\').Append(c);
                else text.Append("\\'\"\a\b\f\n\r\t\v"[simple]);
                break;
        }
        return i;
    }

    private static int Hexadecimal(string raw, int i, int digits, StringBuilder text, Position at)
    {
        var end = i + 1 + digits;
        if (end > raw.Length || !uint.TryParse(raw.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, null, out var code) || code > 0x10FFFF)
            throw Fault.Syntax($"truncated or impossible \\{raw[i]} escape: {digits} hexadecimal digits up to 10FFFF were expected", at);
        if (code > 0xFFFF) text.Append(char.ConvertFromUtf32((int)code));
        else text.Append((char)code);
        return end - 1;
    }

    private static int Octal(string raw, int i, StringBuilder text)
    {
        var (code, end) = (0, i);
        for (; end < raw.Length && end < i + 3 && raw[end] is >= '0' and <= '7'; end++) code = code * 8 + raw[end] - '0';
        text.Append((char)code);
        return end - 1;
    }
}
