using Heed.Language.Tokens.Expressions;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>Pieces that are words, or letters (and what users defined).</summary>
internal sealed class WordSegmenter(SentencePieceModel model, Dictionary<string, int> pieces, bool wholeWords) : Segmenter
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _pieces = pieces.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Func<Segmenter> Of(SentencePieceModel model, bool wholeWords)
    {
        var pieces = model.InText().ToDictionary(p => p.Piece.Text, p => p.Id, StringComparer.Ordinal);
        return () => new WordSegmenter(model, pieces, wholeWords);
    }

    public override void Segment(ReadOnlySpan<char> text, List<(int Id, int Start, int End)> into)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = wholeWords ? WordEnd(text, start) : start + Math.Max(model.UserDefined.Longest(text[start..], out _), CodePoints.LengthAt(text, start));
            into.Add((_pieces.TryGetValue(text[start..end], out var id) ? id : -1, start, end));
            start = end;
        }
    }

    private int WordEnd(ReadOnlySpan<char> text, int start)
    {
        var from = model.File.SpaceAsSuffix ? start : start + 1;
        var space = text[from..].IndexOf(WordStarts.Letter);
        return space < 0 ? text.Length : model.File.SpaceAsSuffix ? from + space + 1 : from + space;
    }
}
