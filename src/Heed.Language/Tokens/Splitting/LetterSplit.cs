using Heed.Language.Tokens.Expressions;
using Heed.Language.Tokens.Normalizing;

namespace Heed.Language.Tokens.Splitting;

/// <summary>Splits at single letters for which a condition holds.</summary>
internal sealed class LetterSplit(Func<int, bool> isDelimiter, DelimiterBehavior behavior) : PreTokenizer
{
    [ThreadStatic]
    private static List<(int Start, int End)>? _matches;

    private readonly UnchangedAscii _others = new(c => !isDelimiter(c));

    public override void Cut(Piece piece, PieceReceiver to)
    {
        var at = _others.End(piece.Text, 0);
        if (at == piece.Text.Length)
        {
            if (at > 0) to.Receive(piece);
            return;
        }
        // A split inside a split must not take the list of the one around it.
        var matches = Interlocked.Exchange(ref _matches, null) ?? [];
        matches.Clear();
        while (at < piece.Text.Length)
        {
            var letter = CodePoints.At(piece.Text, at, out var length);
            if (isDelimiter(letter)) matches.Add((at, at + length));
            at = _others.End(piece.Text, at + length);
        }
        Delimiters.Cut(piece, matches, behavior, inverted: false, to);
        _matches = matches;
    }
}
