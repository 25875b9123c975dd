using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Every way to cut a piece into tokens has the sum of its tokens' scores; the best is taken (Kudo 2018).</summary>
/// <param name="vocabulary">Tokens and scores, by id.</param>
/// <param name="unknownId">What stands for a letter that is no token; -1 for none.</param>
/// <param name="bytePieces">The pieces of bytes that spell what is unknown, or null.</param>
internal sealed class UnigramModel(IReadOnlyList<(string Token, double Score)> vocabulary, int unknownId, int[]? bytePieces) : TokenModel
{
    // An unknown letter scores so much less than the worst token.
    private const double UnknownPenalty = 10;

    private readonly Vocabulary _names = new(vocabulary.Select((v, id) => (v.Token, Id: id)).DistinctBy(v => v.Token).ToDictionary(v => v.Token, v => v.Id, StringComparer.Ordinal));
    private readonly string[] _tokens = [.. vocabulary.Select(v => v.Token)];

    public BestPath Paths { get; } = new(Pieces(vocabulary), [.. vocabulary.Select(v => v.Score)], unknownId,
        vocabulary.Select(v => v.Score).DefaultIfEmpty(0).Min() - UnknownPenalty, singlePrecision: false);

    public override IReadOnlyList<string?> Tokens => _tokens;

    public override int UnknownId => unknownId;

    public override bool ShowsUnknownText => true;

    public int[]? BytePieces => bytePieces;

    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> BySpan => _names.BySpan;

    public override bool TryGetId(string token, out int id) => _names.TryGet(token, out id);

    public override PieceEncoder NewEncoder(bool bytes) => new UnigramEncoder(this);

    public override JsonObject ToJson() => new()
    {
        ["type"] = "Unigram",
        ["unk_id"] = unknownId < 0 ? null : unknownId,
        ["vocab"] = new JsonArray([.. vocabulary.Select(v => (JsonNode)new JsonArray(v.Token, v.Score))]),
        ["byte_fallback"] = bytePieces is not null
    };

    private static LetterTrie Pieces(IReadOnlyList<(string Token, double Score)> vocabulary)
    {
        var trie = new LetterTrie();
        for (var id = vocabulary.Count - 1; id >= 0; id--) trie.Add(vocabulary[id].Token, id);
        return trie;
    }
}
