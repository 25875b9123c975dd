using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens.Splitting;

/// <summary>Pieces of so many code points.</summary>
internal sealed class FixedLengthSplit(int length) : PreTokenizer
{
    public override void Cut(Piece piece, PieceReceiver to)
    {
        for (var start = 0; start < piece.Text.Length;)
        {
            var end = start;
            for (var i = 0; i < length && end < piece.Text.Length; i++) end += CodePoints.LengthAt(piece.Text, end);
            to.Receive(piece.Part(start, end));
            start = end;
        }
    }
}
