namespace Heed.Language.Tokens;

/// <summary>Every token by id: its spelling, its bytes, whether it is special.</summary>
internal sealed class TokenTable
{
    private readonly string?[] _tokens;
    private readonly byte[][] _bytes;
    private readonly bool[] _special;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public TokenTable(IReadOnlyList<string?> tokens, IReadOnlyList<AddedToken> added)
    {
        var count = Math.Max(tokens.Count, added.Count == 0 ? 0 : added.Max(t => t.Id) + 1);
        _tokens = new string?[count];
        _special = new bool[count];
        for (var id = 0; id < tokens.Count; id++) _tokens[id] = tokens[id];
        foreach (var token in added) (_tokens[token.Id], _special[token.Id]) = (token.Content, token.Special);
        for (var id = 0; id < count; id++)
            if (_tokens[id] is { } text) _ids[text] = id;
        _bytes = [.. _tokens.Select(t => t is null ? [] : ByteLetters.BytesOf(t))];
    }

    public int Count => _tokens.Length;

    public string? Token(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    public bool IsSpecial(int id) => (uint)id < (uint)_special.Length && _special[id];

    /// <summary>The bytes a token stands for; none for ids beyond the table, and for special ones when they are to be skipped.</summary>
    public ReadOnlySpan<byte> Bytes(int id, bool skipSpecial) =>
        (uint)id >= (uint)_bytes.Length || (skipSpecial && _special[id]) ? [] : _bytes[id];
}
