using System.Text;
using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Each piece is a token, or unknown.</summary>
internal sealed class WordLevelModel : TokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly string _unknown;

    private WordLevelModel(Vocabulary vocabulary, string unknown) => (_vocabulary, _unknown, UnknownId) = (vocabulary, unknown, vocabulary[unknown]);

    public override IReadOnlyList<string?> Tokens => _vocabulary.Tokens;

    public override int UnknownId { get; }

    public static WordLevelModel Read(ComponentJson json)
    {
        var (vocabulary, unknown) = (Vocabulary.Read(json), json.OptionalText("unk_token") ?? "<unk>");
        return vocabulary.Contains(unknown) ? new WordLevelModel(vocabulary, unknown) : throw json.Wrong($"unk_token is '{unknown}', but the vocabulary lacks it");
    }

    public override bool TryGetId(string token, out int id) => _vocabulary.TryGet(token, out id);

    public override PieceEncoder NewEncoder(bool bytes) => new Encoder(this);

    public override JsonObject ToJson() => new() { ["type"] = "WordLevel", ["vocab"] = _vocabulary.ToJson(), ["unk_token"] = _unknown };

    private sealed class Encoder(WordLevelModel model) : PieceEncoder
    {
        private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids = model._vocabulary.BySpan;

        public override void Encode(ReadOnlySpan<char> piece, TokenList tokens) =>
            tokens.Add(_ids.TryGetValue(piece, out var id) ? id : model.UnknownId, 0, tokens.Spans is null ? 0 : Encoding.UTF8.GetByteCount(piece));
    }
}
