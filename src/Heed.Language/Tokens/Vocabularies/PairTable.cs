using System.Numerics;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>From two neighbouring tokens to the rank of their merge and the token it makes: open addressing, read-only once filled.</summary>
internal sealed class PairTable
{
    // Key, rank and token side by side: a look-up touches one line of memory.
    private readonly Slot[] _slots;
    private readonly int _shift;
    private readonly Lazy<TokenPaths?> _paths;

    /// <param name="merges">In order of rank.</param>
    public PairTable(IReadOnlyList<(int First, int Second, int Merged)> merges) : this(merges, null)
    {
    }

    /// <param name="ranks">The rank of each merge, where several have the same; of these the leftmost in a text goes first.</param>
    public PairTable(IReadOnlyList<(int First, int Second, int Merged)> merges, IReadOnlyList<int>? ranks)
    {
        var capacity = BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, merges.Count * 2 + 1));
        _slots = new Slot[capacity];
        _shift = 64 - BitOperations.Log2(capacity);
        for (var i = 0; i < merges.Count; i++) Set(merges[i], ranks?[i] ?? i);
        _paths = new Lazy<TokenPaths?>(() => MergeTrees.Of(this) is { } trees ? new TokenPaths(trees) : null);
    }

    /// <summary>What is found by walking along the text instead of merging; null where these merges do not allow it. Made when first asked for.</summary>
    public TokenPaths? Paths => _paths.Value;

    /// <summary>Every pair that merges.</summary>
    public IEnumerable<(int First, int Second, int Merged, int Rank)> Merges()
    {
        foreach (var slot in _slots)
            if (slot.Key != 0) yield return ((int)(slot.Key >> 32) - 1, (int)(uint)slot.Key - 1, slot.Merged, slot.Rank);
    }

    /// <summary>The rank of a pair (lower merges first); int.MaxValue where it never merges.</summary>
    public int Rank(int first, int second, out int merged)
    {
        var key = Key(first, second);
        for (var at = Place(key); ; at = (at + 1) & (_slots.Length - 1))
        {
            ref readonly var slot = ref _slots[at];
            if (slot.Key == key)
            {
                merged = slot.Merged;
                return slot.Rank;
            }
            if (slot.Key != 0) continue;
            merged = -1;
            return int.MaxValue;
        }
    }

    /// <summary>Of a merge listed twice the later rank holds, as in a map filled in order.</summary>
    private void Set((int First, int Second, int Merged) merge, int rank)
    {
        var key = Key(merge.First, merge.Second);
        var at = Place(key);
        while (_slots[at].Key != 0 && _slots[at].Key != key) at = (at + 1) & (_slots.Length - 1);
        _slots[at] = new Slot(key, rank, merge.Merged);
    }

    // 0 marks an empty slot: the ids are shifted by one.
    private static ulong Key(int first, int second) => ((ulong)(uint)(first + 1) << 32) | (uint)(second + 1);

    private int Place(ulong key) => (int)(key * 0x9E3779B97F4A7C15UL >> _shift);

    private readonly record struct Slot(ulong Key, int Rank, int Merged);
}
