using System.Text;

namespace Heed.Language.Tokens.Decoding;

/// <summary>Reads the letters of all tokens as bytes, and these as UTF-8; ill-formed bytes become U+FFFD, one a maximal part.</summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    public override List<string> Decode(List<string> tokens)
    {
        var bytes = new ByteBuffer(tokens.Count * 4);
        foreach (var token in tokens) bytes.Add(ByteLetters.BytesOf(token));
        return [Encoding.UTF8.GetString(bytes.Written)];
    }

    public override int HeldBack(IReadOnlyList<string> tokens)
    {
        var bytes = new ByteBuffer(16);
        foreach (var token in tokens) bytes.Add(ByteLetters.BytesOf(token));
        var (waiting, held) = (IncompleteUtf8.Tail(bytes.Written), 0);
        for (var i = tokens.Count - 1; i >= 0 && waiting > 0; i--, held++) waiting -= ByteLetters.BytesOf(tokens[i]).Length;
        return held;
    }
}
