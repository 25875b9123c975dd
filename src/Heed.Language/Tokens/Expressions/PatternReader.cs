using System.Text;

namespace Heed.Language.Tokens.Expressions;

/// <summary>An expression, read from left to right.</summary>
internal sealed class PatternReader(string pattern)
{
    private int _at;

    public bool AtEnd => _at >= pattern.Length;

    public ReadOnlySpan<char> Rest => pattern.AsSpan(_at);

    public int Next => CodePoints.At(pattern, _at, out _);

    /// <summary>The letter after a backslash; a backslash at the end is refused.</summary>
    public char PeekAfterBackslash => _at + 1 < pattern.Length ? pattern[_at + 1] : throw Wrong("a backslash at the end");

    public int Take()
    {
        if (AtEnd) throw Wrong("it ends too early");
        var letter = CodePoints.At(pattern, _at, out var length);
        _at += length;
        return letter;
    }

    public void Skip(int units) => _at += units;

    public bool TryTake(char letter)
    {
        if (AtEnd || pattern[_at] != letter) return false;
        _at++;
        return true;
    }

    public bool TryTake(string text)
    {
        if (!Rest.StartsWith(text, StringComparison.Ordinal)) return false;
        _at += text.Length;
        return true;
    }

    /// <summary>Hexadecimal digits up to so many, as a code point.</summary>
    public int Hexadecimal(int most)
    {
        var count = 0;
        while (count < most && count < Rest.Length && char.IsAsciiHexDigit(Rest[count])) count++;
        if (count == 0 || !Rune.TryCreate(Convert.ToInt32(Rest[..count].ToString(), 16), out var rune)) throw Wrong("expected the hexadecimal number of a character");
        _at += count;
        return rune.Value;
    }

    public FormatException Wrong(string problem) => new($"expression '{pattern}', at {Math.Min(_at, pattern.Length)}: {problem}");
}
