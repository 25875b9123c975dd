namespace Heed.Language.Tokens.Splitting;

/// <summary>What becomes of the delimiters a text is split at, by their names in tokenizer.json.</summary>
internal enum DelimiterBehavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous }

/// <summary>Cuts a text at delimiters that are known.</summary>
internal static class Delimiters
{
    /// <param name="matches">The delimiters, left to right.</param>
    /// <param name="inverted">What lies between the matches is the delimiter.</param>
    public static void Cut(Piece piece, List<(int Start, int End)> matches, DelimiterBehavior behavior, bool inverted, PieceReceiver to)
    {
        if (behavior == DelimiterBehavior.Isolated || (behavior == DelimiterBehavior.Removed && !inverted))
        {
            Simple(piece, matches, behavior == DelimiterBehavior.Isolated, to);
            return;
        }
        if (behavior == DelimiterBehavior.Removed)
        {
            foreach (var (start, end) in matches)
                if (end > start) to.Receive(piece.Part(start, end));
            return;
        }
        var parts = Parts(piece.Text.Length, matches, inverted);
        foreach (var (start, end) in behavior switch
        {
            DelimiterBehavior.Contiguous => Contiguous(parts),
            DelimiterBehavior.MergedWithPrevious => WithPrevious(parts),
            _ => WithNext(parts)
        })
            if (end > start) to.Receive(piece.Part(start, end));
    }

    private static void Simple(Piece piece, List<(int Start, int End)> matches, bool keep, PieceReceiver to)
    {
        var done = 0;
        foreach (var (start, end) in matches)
        {
            if (start > done) to.Receive(piece.Part(done, start));
            if (keep && end > start) to.Receive(piece.Part(start, end));
            done = end;
        }
        if (done < piece.Text.Length) to.Receive(piece.Part(done, piece.Text.Length));
    }

    private static List<(int Start, int End, bool IsDelimiter)> Parts(int length, List<(int Start, int End)> matches, bool inverted)
    {
        var parts = new List<(int, int, bool)>();
        var done = 0;
        foreach (var (start, end) in matches)
        {
            if (start > done) parts.Add((done, start, inverted));
            parts.Add((start, end, !inverted));
            done = end;
        }
        if (done < length) parts.Add((done, length, inverted));
        return parts;
    }

    private static List<(int Start, int End)> Contiguous(List<(int Start, int End, bool IsDelimiter)> parts)
    {
        var joined = new List<(int Start, int End)>();
        var before = false;
        foreach (var (start, end, delimiter) in parts)
        {
            if (delimiter == before && joined.Count > 0) joined[^1] = (joined[^1].Start, end);
            else joined.Add((start, end));
            before = delimiter;
        }
        return joined;
    }

    private static List<(int Start, int End)> WithPrevious(List<(int Start, int End, bool IsDelimiter)> parts)
    {
        var joined = new List<(int Start, int End)>();
        var before = false;
        foreach (var (start, end, delimiter) in parts)
        {
            if (delimiter && !before && joined.Count > 0) joined[^1] = (joined[^1].Start, end);
            else joined.Add((start, end));
            before = delimiter;
        }
        return joined;
    }

    /// <summary>Of several delimiters in a row only the last joins what follows.</summary>
    private static List<(int Start, int End)> WithNext(List<(int Start, int End, bool IsDelimiter)> parts)
    {
        var joined = new List<(int Start, int End)>();
        var after = false;
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (parts[i].IsDelimiter && !after && joined.Count > 0) joined[^1] = (parts[i].Start, joined[^1].End);
            else joined.Add((parts[i].Start, parts[i].End));
            after = parts[i].IsDelimiter;
        }
        joined.Reverse();
        return joined;
    }
}
