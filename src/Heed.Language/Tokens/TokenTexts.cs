using System.Text;
using Heed.Language.Tokens.Decoding;

namespace Heed.Language.Tokens;

/// <summary>Tokens back to text.</summary>
/// <param name="decoder">Null: tokens with spaces between.</param>
internal sealed class TokenTexts(TokenTable table, TokenDecoder? decoder)
{
    private readonly byte[]?[] _bytes = new byte[]?[table.Count];

    /// <summary>Whether every token stands for bytes, and the bytes of all for the text.</summary>
    public bool IsByteLevel { get; } = decoder is ByteLevelDecoder;

    /// <summary>A token as its vocabulary spells it; null where there is none, or a special one is to be skipped.</summary>
    public string? Token(int id, bool skipSpecial) => skipSpecial && table.IsSpecial(id) ? null : table.Token(id);

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial)
    {
        if (!IsByteLevel)
        {
            var tokens = new List<string>(ids.Length);
            foreach (var id in ids)
                if (Token(id, skipSpecial) is { } token) tokens.Add(token);
            return Decode(tokens);
        }
        var bytes = new ByteBuffer(ids.Length * 4);
        foreach (var id in ids) bytes.Add(Bytes(id, skipSpecial));
        return Encoding.UTF8.GetString(bytes.Written);
    }

    public string Decode(List<string> tokens) => tokens.Count == 0 ? "" : decoder is null ? string.Join(' ', tokens) : string.Concat(decoder.Decode(tokens));

    public int HeldBack(List<string> tokens) => decoder?.HeldBack(tokens) ?? 0;

    /// <summary>The bytes a token gives inside a text; none for ids beyond the table, and for special ones when they are to be skipped.</summary>
    public ReadOnlySpan<byte> Bytes(int id, bool skipSpecial) =>
        Token(id, skipSpecial) is not { } token ? [] : _bytes[id] ??= IsByteLevel ? ByteLetters.BytesOf(token) : Inside(token);

    // What a token adds after another; a byte piece is its byte.
    private byte[] Inside(string token)
    {
        if (BytePieces.TryRead(token, out var value)) return [value];
        var before = Decode(["a"]);
        var both = Decode(["a", token]);
        return Encoding.UTF8.GetBytes(both.StartsWith(before, StringComparison.Ordinal) ? both[before.Length..] : token);
    }
}
