using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Splitting;

/// <summary>Splits at single letters for which a condition holds.</summary>
internal sealed class LetterSplit(Func<int, bool> isDelimiter, DelimiterBehavior behavior) : PreTokenizer
{
    public override void Cut(Piece piece, PieceReceiver to)
    {
        var matches = new List<(int, int)>();
        for (var at = 0; at < piece.Text.Length;)
        {
            var letter = CodePoints.At(piece.Text, at, out var length);
            if (isDelimiter(letter)) matches.Add((at, at + length));
            at += length;
        }
        Delimiters.Cut(piece, matches, behavior, inverted: false, to);
    }
}
