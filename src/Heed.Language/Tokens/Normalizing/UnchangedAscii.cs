using System.Buffers;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>The letters of ASCII that something leaves as they are: in most texts nearly all.</summary>
internal sealed class UnchangedAscii(Func<char, bool> isUnchanged)
{
    private readonly SearchValues<char> _letters = SearchValues.Create([.. Enumerable.Range(0, 128).Select(c => (char)c).Where(isUnchanged)]);

    /// <summary>The first index, from another on, of any other letter; the length where there is none.</summary>
    public int End(ReadOnlySpan<char> text, int from)
    {
        var other = text[from..].IndexOfAnyExcept(_letters);
        return other < 0 ? text.Length : from + other;
    }
}
