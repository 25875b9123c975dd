namespace Heed.Language.Tokens;

/// <summary>Every token by id: its spelling, and whether it is special.</summary>
internal sealed class TokenTable
{
    private readonly string?[] _tokens;
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
            if (_tokens[id] is { } text) _ids.TryAdd(text, id);
    }

    public int Count => _tokens.Length;

    public string? Token(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    public bool IsSpecial(int id) => (uint)id < (uint)_special.Length && _special[id];
}
