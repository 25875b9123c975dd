using System.Text;
using System.Text.Json.Nodes;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Of each word the longest piece that is a token, again and again (Wu et al. 2016); a word that does not go up is unknown.</summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly string _unknown, _prefix;
    private readonly int _longest;
    private readonly LetterTrie _whole = new(), _continuing = new();

    private WordPieceModel(Vocabulary vocabulary, string unknown, string prefix, int longest)
    {
        (_vocabulary, _unknown, _prefix, _longest) = (vocabulary, unknown, prefix, longest);
        UnknownId = vocabulary[unknown];
        foreach (var (token, id) in vocabulary.Tokens.Select((t, id) => (t, id)))
        {
            if (token is null) continue;
            _whole.Add(token, id);
            if (token.StartsWith(prefix, StringComparison.Ordinal)) _continuing.Add(token.AsSpan(prefix.Length), id);
        }
    }

    public override IReadOnlyList<string?> Tokens => _vocabulary.Tokens;

    public override int UnknownId { get; }

    public static WordPieceModel Read(ComponentJson json)
    {
        var (vocabulary, unknown) = (Vocabulary.Read(json), json.OptionalText("unk_token") ?? "[UNK]");
        if (!vocabulary.Contains(unknown)) throw json.Wrong($"unk_token is '{unknown}', but the vocabulary lacks it");
        return new WordPieceModel(vocabulary, unknown, json.OptionalText("continuing_subword_prefix") ?? "##", json.Number("max_input_chars_per_word", 100));
    }

    public override bool TryGetId(string token, out int id) => _vocabulary.TryGet(token, out id);

    public override PieceEncoder NewEncoder(bool bytes) => new Encoder(this);

    public override JsonObject ToJson() => new()
    {
        ["type"] = "WordPiece",
        ["unk_token"] = _unknown,
        ["continuing_subword_prefix"] = _prefix,
        ["max_input_chars_per_word"] = _longest,
        ["vocab"] = _vocabulary.ToJson()
    };

    private sealed class Encoder(WordPieceModel model) : CachedEncoder
    {
        private readonly List<(int Id, int Start, int End)> _found = [];

        protected override void Search(ReadOnlySpan<char> piece, TokenList tokens)
        {
            if (CodePoints.Count(piece) > model._longest || !Find(piece))
            {
                tokens.Add(model.UnknownId, 0, Encoding.UTF8.GetByteCount(piece));
                return;
            }
            var offset = 0;
            foreach (var (id, start, end) in _found)
            {
                var length = tokens.Spans is null ? 0 : Encoding.UTF8.GetByteCount(piece[start..end]);
                tokens.Add(id, offset, offset + length);
                offset += length;
            }
        }

        private bool Find(ReadOnlySpan<char> word)
        {
            _found.Clear();
            for (var start = 0; start < word.Length;)
            {
                var length = (start == 0 ? model._whole : model._continuing).Longest(word[start..], out var id);
                if (length == 0) return false;
                _found.Add((id, start, start + length));
                start += length;
            }
            return true;
        }
    }
}
