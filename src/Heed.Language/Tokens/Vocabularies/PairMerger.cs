namespace Heed.Language.Tokens.Vocabularies;

/// <summary>
/// Byte-pair encoding of one piece (Sennrich et al. 2016): of all neighbouring pairs the one of lowest rank merges, leftmost first, until
/// none merges. Short pieces by looking through all pairs, longer ones by <see cref="TokenPaths"/> or, where merges are in no proper order,
/// with a linked list and a heap; all give the same. Not thread-safe: the working memory is kept from piece to piece.
/// </summary>
internal sealed class PairMerger(PairTable table)
{
    // Where looking through all pairs is quicker than a walk, and than a heap.
    private const int Few = 12, Many = 48;

    private readonly int[] _ranks = new int[Many];
    private readonly int[] _merged = new int[Many];
    private readonly MergeQueue _queue = new();
    private readonly TokenPaths.Working _walk = new();
    private int[] _next = [];
    private int[] _previous = [];

    /// <summary>Merges in place; the result is the first so many entries.</summary>
    public int Merge(Span<int> symbols)
    {
        if (symbols.Length <= Few) return MergeShort(symbols);
        if (!MayWalk(symbols)) return symbols.Length <= Many ? MergeShort(symbols) : MergeLong(symbols);
        var count = table.Paths!.Find(symbols, _walk);
        _walk.Tokens.AsSpan(0, count).CopyTo(symbols);
        return count;
    }

    /// <summary>The same, and for each entry of the result which entry before it began at.</summary>
    public int Merge(Span<int> symbols, Span<int> places)
    {
        var count = 0;
        if (symbols.Length > Few && MayWalk(symbols))
        {
            count = table.Paths!.Find(symbols, _walk);
            _walk.Tokens.AsSpan(0, count).CopyTo(symbols);
            _walk.Starts.AsSpan(0, count).CopyTo(places);
            return count;
        }
        LinkAndMerge(symbols);
        for (var i = 0; i < symbols.Length; i++)
            if (symbols[i] >= 0) (places[count], symbols[count++]) = (i, symbols[i]);
        return count;
    }

    private bool MayWalk(ReadOnlySpan<int> symbols)
    {
        if (table.Paths is not { } paths) return false;
        foreach (var symbol in symbols)
            if (!paths.Takes(symbol)) return false;
        return true;
    }

    internal int MergeShort(Span<int> symbols)
    {
        var count = symbols.Length;
        for (var i = 0; i + 1 < count; i++) _ranks[i] = table.Rank(symbols[i], symbols[i + 1], out _merged[i]);
        while (count > 1)
        {
            var best = Best(_ranks.AsSpan(0, count - 1));
            if (_ranks[best] == int.MaxValue) break;
            symbols[best] = _merged[best];
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            Array.Copy(_ranks, best + 1, _ranks, best, count - 2 - best);
            Array.Copy(_merged, best + 1, _merged, best, count - 2 - best);
            count--;
            if (best > 0) _ranks[best - 1] = table.Rank(symbols[best - 1], symbols[best], out _merged[best - 1]);
            if (best + 1 < count) _ranks[best] = table.Rank(symbols[best], symbols[best + 1], out _merged[best]);
        }
        return count;
    }

    internal int MergeLong(Span<int> symbols)
    {
        LinkAndMerge(symbols);
        return Compact(symbols);
    }

    private void LinkAndMerge(Span<int> symbols)
    {
        Link(symbols.Length);
        for (var i = 0; i + 1 < symbols.Length; i++) Offer(symbols, i);
        while (_queue.TryTake(out var rank, out var at))
        {
            // An entry is stale when its left end is gone or the pair there is another one by now.
            var right = symbols[at] < 0 ? symbols.Length : _next[at];
            if (right >= symbols.Length) continue;
            if (table.Rank(symbols[at], symbols[right], out var merged) != rank) continue;
            symbols[at] = merged;
            symbols[right] = -1;
            _next[at] = _next[right];
            if (_next[at] < symbols.Length) _previous[_next[at]] = at;
            Offer(symbols, at);
            if (_previous[at] >= 0) Offer(symbols, _previous[at]);
        }
    }

    private static int Best(ReadOnlySpan<int> ranks)
    {
        var best = 0;
        for (var i = 1; i < ranks.Length; i++)
            if (ranks[i] < ranks[best]) best = i;
        return best;
    }

    private void Link(int length)
    {
        if (_next.Length < length) (_next, _previous) = (new int[length * 2], new int[length * 2]);
        for (var i = 0; i < length; i++) (_next[i], _previous[i]) = (i + 1, i - 1);
        _queue.Clear();
    }

    private void Offer(ReadOnlySpan<int> symbols, int at)
    {
        var right = _next[at];
        if (right >= symbols.Length) return;
        var rank = table.Rank(symbols[at], symbols[right], out _);
        if (rank != int.MaxValue) _queue.Add(rank, at);
    }

    private static int Compact(Span<int> symbols)
    {
        var count = 0;
        foreach (var symbol in symbols)
            if (symbol >= 0) symbols[count++] = symbol;
        return count;
    }
}
