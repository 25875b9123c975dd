namespace Heed.Language.Tokens.Vocabularies;

/// <summary>
/// How each token comes about: the two it is merged from, when, and of how many symbols. Encoding a token's own symbols always merges them
/// the same way, whatever stands beside them, as long as nothing merges across its ends; so a token has one such tree at most.
/// </summary>
internal sealed class MergeTrees
{
    private const int Never = int.MaxValue;

    // Beyond these a vocabulary is none that was trained, and its trees would only take memory.
    private const int LongestToken = 1024, MostSymbols = 1 << 24;

    private readonly PairTable _table;
    private readonly Tree[] _trees;
    private int _symbols;

    private MergeTrees(PairTable table, int tokens)
    {
        (_table, _trees) = (table, new Tree[tokens]);
        Array.Fill(_trees, new Tree(-1, -1, -1, 1));
    }

    /// <summary>One more than the largest token of any merge.</summary>
    public int Count => _trees.Length;

    /// <summary>The tokens that merges make, each after the two it is made of.</summary>
    public List<int> Made { get; } = [];

    /// <summary>
    /// The trees of a table; null where merges may happen in another order than that of their ranks, make one token of different symbols,
    /// or make huge ones. No trained vocabulary does.
    /// </summary>
    public static MergeTrees? Of(PairTable table)
    {
        var merges = table.Merges().OrderBy(m => m.Rank).ToList();
        var trees = new MergeTrees(table, merges.Count == 0 ? 0 : 1 + merges.Max(m => Math.Max(m.Merged, Math.Max(m.First, m.Second))));
        var made = merges.Select(m => m.Merged).ToHashSet();
        var late = new List<(int First, int Second, int Merged, int Rank)>();
        foreach (var merge in merges)
            if (!trees.IsThere(merge.First, merge.Rank, made) || !trees.IsThere(merge.Second, merge.Rank, made)) late.Add(merge);
            else if (trees.MeetsFirst(merge.First, merge.Second) && !trees.Grow(merge)) return null;
        return late.Exists(m => trees.MayBeMet(m, made)) ? null : trees;
    }

    /// <summary>How many symbols a token stands for.</summary>
    public int Length(int token) => (uint)token < (uint)_trees.Length ? _trees[token].Length : 1;

    /// <summary>Whether merges make this token.</summary>
    public bool IsMade(int token) => (uint)token < (uint)_trees.Length && _trees[token].First >= 0;

    /// <summary>The symbols that a token stands for.</summary>
    public List<int> Symbols(int token)
    {
        var symbols = new List<int>();
        var waiting = new Stack<int>([token]);
        while (waiting.TryPop(out var next))
        {
            if (!IsMade(next))
            {
                symbols.Add(next);
                continue;
            }
            waiting.Push(_trees[next].Second);
            waiting.Push(_trees[next].First);
        }
        return symbols;
    }

    /// <summary>
    /// Whether two tokens stay two where they are neighbours: no merge across their border comes before the merges on either side that
    /// would take its symbols away. Merges are undone from both ends of time, the latest first.
    /// </summary>
    public bool StayApart(int left, int right) => _table.Rank(left, right, out _) == Never && MeetsFirst(left, right);

    /// <summary>Whether both tokens come about with nothing merging across the border before.</summary>
    private bool MeetsFirst(int left, int right)
    {
        var (leftGoes, rightGoes) = (Never, Never);
        while (true)
        {
            var (before, after) = (RankOf(left), RankOf(right));
            if (before < 0 && after < 0) return true;
            // Of equal ranks the left merge comes first, so it is undone last.
            if (before > after) (leftGoes, left) = (before, _trees[left].Second);
            else (rightGoes, right) = (after, _trees[right].First);
            var across = _table.Rank(left, right, out _);
            if (across < leftGoes && across <= rightGoes) return false;
        }
    }

    private int RankOf(int token) => (uint)token < (uint)_trees.Length ? _trees[token].Rank : -1;

    private bool IsThere(int token, int rank, HashSet<int> made) => IsMade(token) ? _trees[token].Rank < rank : !made.Contains(token);

    /// <summary>Whether a merge of parts that come about after its turn may ever happen: not where the same symbols make the token sooner.</summary>
    private bool MayBeMet((int First, int Second, int Merged, int Rank) merge, HashSet<int> made) =>
        IsThere(merge.First, Never, made) && IsThere(merge.Second, Never, made)
        && !(IsMade(merge.Merged) && Symbols(merge.Merged).SequenceEqual([.. Symbols(merge.First), .. Symbols(merge.Second)]));

    private bool Grow((int First, int Second, int Merged, int Rank) merge)
    {
        var length = Length(merge.First) + Length(merge.Second);
        if (IsMade(merge.Merged) || length > LongestToken || (_symbols += length) > MostSymbols) return false;
        _trees[merge.Merged] = new Tree(merge.First, merge.Second, merge.Rank, length);
        Made.Add(merge.Merged);
        return true;
    }

    private readonly record struct Tree(int First, int Second, int Rank, int Length);
}
