using System.Text;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>Pieces as tokens. What is unknown becomes the pieces of its bytes, or one token for all that stands together.</summary>
internal sealed class SentencePieceEncoder(SentencePieceModel model, Segmenter segmenter) : PieceEncoder
{
    private readonly List<(int Id, int Start, int End)> _pieces = [];

    public override void Encode(ReadOnlySpan<char> piece, TokenList tokens)
    {
        _pieces.Clear();
        segmenter.Segment(piece, _pieces);
        var (offset, afterUnknown) = (0, false);
        foreach (var (id, start, end) in _pieces)
        {
            var length = tokens.Spans is null && id >= 0 ? 0 : Encoding.UTF8.GetByteCount(piece[start..end]);
            if (id >= 0) tokens.Add(id, offset, offset + length);
            else if (model.File.ByteFallback) Bytes(piece[start..end], offset, length, tokens);
            else if (!afterUnknown) tokens.Add(model.UnknownId, offset, offset + length);
            else if (tokens.Spans is { } spans) spans[^1] = (spans[^1].Start, offset + length);
            offset += length;
            afterUnknown = id < 0 && !model.File.ByteFallback;
        }
    }

    /// <summary>The last byte stands for the letter, those before it for nothing.</summary>
    private void Bytes(ReadOnlySpan<char> text, int offset, int length, TokenList tokens)
    {
        Span<byte> utf8 = length <= 256 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, utf8);
        for (var i = 0; i < utf8.Length; i++) tokens.Add(model.BytePieces[utf8[i]], offset, i + 1 < utf8.Length ? offset : offset + length);
    }
}
