using System.Text;
using Heed.Language.Tokens.Decoding;

namespace Heed.Language.Tokens;

/// <summary>
/// Decodes tokens one by one as they are sampled. A character whose bytes are not all there yet waits; what is shown is never taken
/// back. Joined it equals the decode of all the tokens (but where byte pieces that already made text are followed by one that spoils them).
/// </summary>
public sealed class StreamingDecoder
{
    private readonly TokenTexts _texts;
    private readonly bool _skipSpecial;

    // Byte-level: the bytes not shown yet.
    private readonly ByteBuffer _bytes = new(16);

    // Else: tokens from the last ones whose text was shown on; the text of the first so many of them is out.
    private readonly List<string> _tokens = [];
    private int _shown;

    internal StreamingDecoder(TokenTexts texts, bool skipSpecial) => (_texts, _skipSpecial) = (texts, skipSpecial);

    /// <summary>What may be shown after one more token.</summary>
    public string Append(int id)
    {
        if (_texts.IsByteLevel)
        {
            _bytes.Add(_texts.Bytes(id, _skipSpecial));
            var written = _bytes.Written;
            return Take(written.Length - IncompleteUtf8.Tail(written));
        }
        if (_texts.Token(id, _skipSpecial) is not { } token) return "";
        _tokens.Add(token);
        return _texts.HeldBack(_tokens) > 0 ? "" : Show();
    }

    /// <summary>What follows when no token comes any more: U+FFFD where a character stayed incomplete.</summary>
    public string Flush() => _texts.IsByteLevel ? Take(_bytes.Written.Length) : Show();

    private string Take(int count)
    {
        var text = Encoding.UTF8.GetString(_bytes.Written[..count]);
        _bytes.RemoveFirst(count);
        return text;
    }

    private string Show()
    {
        if (_shown == _tokens.Count) return "";
        var before = _texts.Decode(_tokens[.._shown]);
        var whole = _texts.Decode(_tokens);
        if (!whole.StartsWith(before, StringComparison.Ordinal)) whole = before + _texts.Decode(_tokens[_shown..]);
        // Tokens are forgotten once what follows no longer depends on them: their text is out and was not stripped away as a start.
        if (_shown > 0 && _texts.Decode(_tokens[_shown..]).Length > 0) _tokens.RemoveRange(0, _shown);
        _shown = _tokens.Count;
        return whole[before.Length..];
    }
}
