using System.Text;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Encodes pieces with a unigram model. Unknown letters in a row are one token, or their bytes.</summary>
internal sealed class UnigramEncoder(UnigramModel model) : CachedEncoder
{
    private readonly BestPath.Working _working = new();
    private readonly List<(int Id, int Start, int End)> _path = [];

    protected override void Search(ReadOnlySpan<char> piece, TokenList tokens)
    {
        _path.Clear();
        model.Paths.Find(piece, _working, _path);
        var offset = 0;
        for (var i = 0; i < _path.Count; i++)
        {
            var (id, start, end) = _path[i];
            if (id == model.UnknownId || id < 0)
                while (i + 1 < _path.Count && _path[i + 1].Id == id) end = _path[++i].End;
            var text = piece[start..end];
            var length = tokens.Spans is null && (id >= 0 && id != model.UnknownId) ? 0 : Encoding.UTF8.GetByteCount(text);
            if (id < 0 || id == model.UnknownId) Unknown(text, offset, length, tokens);
            else tokens.Add(id, offset, offset + length);
            offset += length;
        }
    }

    private void Unknown(ReadOnlySpan<char> text, int offset, int length, TokenList tokens)
    {
        // Letters that are each unknown may be a token together.
        if (model.BySpan.TryGetValue(text, out var whole)) tokens.Add(whole, offset, offset + length);
        else if (!Bytes(text, offset, length, tokens)) tokens.Add(model.UnknownId, offset, offset + length);
    }

    private bool Bytes(ReadOnlySpan<char> text, int offset, int length, TokenList tokens)
    {
        if (model.BytePieces is not { } pieces) return false;
        Span<byte> utf8 = length <= 256 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, utf8);
        foreach (var value in utf8)
            if (pieces[value] < 0) return false;
        foreach (var value in utf8) tokens.Add(pieces[value], offset, offset + length);
        return true;
    }
}
