using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Names of tokens and their ids.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly string?[] _tokens;

    public Vocabulary(Dictionary<string, int> ids)
    {
        _ids = ids;
        _tokens = new string?[ids.Count == 0 ? 0 : ids.Values.Max() + 1];
        foreach (var (token, id) in ids) _tokens[id] = token;
    }

    /// <summary>By id; null where there is a gap.</summary>
    public IReadOnlyList<string?> Tokens => _tokens;

    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> BySpan => _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    public int this[string token] => _ids[token];

    public bool Contains(string token) => _ids.ContainsKey(token);

    public bool TryGet(string token, out int id) => _ids.TryGetValue(token, out id);

    /// <summary>The id of a token, or -1.</summary>
    public int Find(string token) => _ids.GetValueOrDefault(token, -1);

    /// <summary>The ids of &lt;0x00&gt; to &lt;0xFF&gt;; -1 for what is not there.</summary>
    public int[] BytePieces() => [.. Enumerable.Range(0, 256).Select(b => Find($"<0x{b:X2}>"))];

    public static Vocabulary Read(ComponentJson json)
    {
        if (json.Json["vocab"] is not JsonObject vocabulary) throw json.Wrong("vocab is missing");
        var ids = vocabulary.ToDictionary(p => p.Key, p => JsonNumber.Id(p.Value, p.Key), StringComparer.Ordinal);
        return ids.Count == 0 || JsonNumber.IsPlausible(ids.Values.Max(), ids.Count) ? new(ids)
            : throw json.Wrong($"the vocabulary has {ids.Count} tokens and ids up to {ids.Values.Max()}");
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        for (var id = 0; id < _tokens.Length; id++)
            if (_tokens[id] is { } token) json[token] = id;
        return json;
    }
}
