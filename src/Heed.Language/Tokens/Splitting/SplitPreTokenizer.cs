namespace Heed.Language.Tokens.Splitting;

/// <summary>Splits at the matches of a text or an expression; inverted, at what lies between them.</summary>
internal sealed class SplitPreTokenizer(SearchPattern pattern, DelimiterBehavior behavior, bool inverted) : PreTokenizer
{
    [ThreadStatic]
    private static List<(int Start, int End)>? _matches;

    public override void Cut(Piece piece, PieceReceiver to)
    {
        // A split inside a split must not take the list of the one around it.
        var matches = Interlocked.Exchange(ref _matches, null) ?? [];
        matches.Clear();
        pattern.Matches(piece.Text, matches);
        Delimiters.Cut(piece, matches, behavior, inverted, to);
        _matches = matches;
    }
}
