using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>
/// Byte-pair encoding over bytes: a vocabulary whose tokens are spelled in <see cref="ByteLetters"/>, and merges in order of rank.
/// A byte that the vocabulary lacks becomes the unknown token, or nothing where there is none.
/// </summary>
internal sealed class BytePairModel : TokenModel
{
    private readonly string?[] _tokens;
    private readonly Dictionary<string, int> _ids;
    private readonly int[] _byteIds = new int[256];

    public BytePairModel(Dictionary<string, int> vocabulary, IReadOnlyList<(string First, string Second)> merges, BytePairSettings settings)
    {
        _ids = vocabulary;
        _tokens = new string?[vocabulary.Count == 0 ? 0 : vocabulary.Values.Max() + 1];
        foreach (var (token, id) in vocabulary) _tokens[id] = token;
        for (var b = 0; b < 256; b++) _byteIds[b] = vocabulary.GetValueOrDefault(ByteLetters.Of((byte)b).ToString(), -1);
        Merges = merges;
        Settings = settings;
        Pairs = new PairTable([.. merges.Select(m => (vocabulary[m.First], vocabulary[m.Second], vocabulary[m.First + m.Second]))]);
        UnknownId = settings.UnknownToken is { } unknown ? vocabulary[unknown] : -1;
    }

    public IReadOnlyList<(string First, string Second)> Merges { get; }

    public BytePairSettings Settings { get; }

    public PairTable Pairs { get; }

    /// <summary>The token of a byte the vocabulary lacks, or -1.</summary>
    public int UnknownId { get; }

    public override IReadOnlyList<string?> Tokens => _tokens;

    public override bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    /// <summary>The token of one byte, or -1.</summary>
    public int IdOfByte(byte value) => _byteIds[value];

    public override PieceEncoder NewEncoder() => new BytePairEncoder(this);

    public override JsonObject ToJson()
    {
        var vocabulary = new JsonObject();
        for (var id = 0; id < _tokens.Length; id++)
            if (_tokens[id] is { } token) vocabulary[token] = id;
        return new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = Settings.UnknownToken,
            ["continuing_subword_prefix"] = null,
            ["end_of_word_suffix"] = null,
            ["fuse_unk"] = Settings.FuseUnknown,
            ["byte_fallback"] = false,
            ["ignore_merges"] = Settings.IgnoreMerges,
            ["vocab"] = vocabulary,
            ["merges"] = new JsonArray([.. Merges.Select(MergeToJson)])
        };
    }

    private JsonNode MergeToJson((string First, string Second) merge) =>
        Settings.MergesAsPairs ? new JsonArray(merge.First, merge.Second) : JsonValue.Create($"{merge.First} {merge.Second}");
}
