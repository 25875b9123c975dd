using Heed.Language.Tokens.Expressions;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>
/// SentencePiece's byte-pair encoding: two neighbours merge where they make a piece, that of the highest score first, the leftmost of
/// equals. What users defined takes no part. A letter that is no piece itself may still be part of one.
/// </summary>
internal sealed class BytePairSegmenter(BytePairPieces pieces) : Segmenter
{
    private readonly PairMerger _merger = new(pieces.Pairs);
    private int[] _symbols = new int[64], _places = new int[64], _starts = new int[64];

    public static Func<Segmenter> Of(SentencePieceModel model)
    {
        var pieces = new BytePairPieces(model);
        return () => new BytePairSegmenter(pieces);
    }

    public override void Segment(ReadOnlySpan<char> text, List<(int Id, int Start, int End)> into)
    {
        var start = 0;
        for (var at = 0; pieces.Model.HasUserDefined && at < text.Length;)
        {
            var defined = pieces.Model.UserDefined.Longest(text[at..], out var id);
            if (defined == 0)
            {
                at += CodePoints.LengthAt(text, at);
                continue;
            }
            Words(text, start, at, into);
            into.Add((id, at, at + defined));
            at = start = at + defined;
        }
        Words(text, start, text.Length, into);
    }

    private void Words(ReadOnlySpan<char> text, int start, int end, List<(int Id, int Start, int End)> into)
    {
        while (start < end)
        {
            var next = pieces.SplitsAtWords ? WordStarts.End(text[..end], start) : end;
            Word(text, start, next, into);
            start = next;
        }
    }

    private void Word(ReadOnlySpan<char> text, int start, int end, List<(int Id, int Start, int End)> into)
    {
        if (_symbols.Length < end - start) (_symbols, _places, _starts) = (new int[(end - start) * 2], new int[(end - start) * 2], new int[(end - start) * 2]);
        var count = 0;
        for (var at = start; at < end;)
        {
            (_symbols[count], _starts[count++]) = (pieces.SymbolOf(CodePoints.At(text, at, out var length)), at);
            at += length;
        }
        var merged = _merger.Merge(_symbols.AsSpan(0, count), _places);
        for (var i = 0; i < merged; i++)
        {
            var last = i + 1 < merged ? _starts[_places[i + 1]] : end;
            pieces.Add(text, _symbols[i], _starts[_places[i]], last, into);
        }
    }
}
