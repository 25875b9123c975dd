using System.Text;

namespace Heed.Language.Tokens;

/// <summary>
/// Decodes tokens one by one as they are sampled. A character whose bytes are not all there yet waits; bytes that can become none turn
/// into U+FFFD at once. What is shown, joined, equals the decode of all the tokens.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly TokenTable _table;
    private readonly bool _skipSpecial;
    private readonly ByteBuffer _bytes = new(16);

    internal StreamingDecoder(TokenTable table, bool skipSpecial) => (_table, _skipSpecial) = (table, skipSpecial);

    /// <summary>What may be shown after one more token.</summary>
    public string Append(int id)
    {
        _bytes.Add(_table.Bytes(id, _skipSpecial));
        var written = _bytes.Written;
        var ready = written.Length - IncompleteTail(written);
        var text = Encoding.UTF8.GetString(written[..ready]);
        _bytes.RemoveFirst(ready);
        return text;
    }

    /// <summary>What follows when no token comes any more: U+FFFD where a character stayed incomplete.</summary>
    public string Flush()
    {
        var text = Encoding.UTF8.GetString(_bytes.Written);
        _bytes.RemoveFirst(_bytes.Written.Length);
        return text;
    }

    /// <summary>How many bytes at the end begin a well-formed character without ending it (0 to 3; Unicode, table 3-7).</summary>
    private static int IncompleteTail(ReadOnlySpan<byte> bytes)
    {
        for (var length = Math.Min(3, bytes.Length); length > 0; length--)
        {
            var status = Rune.DecodeFromUtf8(bytes[^length..], out _, out _);
            if (status == System.Buffers.OperationStatus.NeedMoreData) return length;
        }
        return 0;
    }
}
