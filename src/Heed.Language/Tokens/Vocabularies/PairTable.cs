using System.Numerics;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>From two neighbouring tokens to the rank of their merge and the token it makes: open addressing, read-only once filled.</summary>
internal sealed class PairTable
{
    private readonly ulong[] _keys;
    private readonly (int Rank, int Merged)[] _values;
    private readonly int _shift;

    /// <param name="merges">In order of rank.</param>
    public PairTable(IReadOnlyList<(int First, int Second, int Merged)> merges) : this(merges, null)
    {
    }

    /// <param name="ranks">The rank of each merge, where several have the same; of these the leftmost in a text goes first.</param>
    public PairTable(IReadOnlyList<(int First, int Second, int Merged)> merges, IReadOnlyList<int>? ranks)
    {
        var capacity = BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, merges.Count * 2 + 1));
        _keys = new ulong[capacity];
        _values = new (int, int)[capacity];
        _shift = 64 - BitOperations.Log2(capacity);
        for (var i = 0; i < merges.Count; i++) Set(merges[i], ranks?[i] ?? i);
    }

    /// <summary>The rank of a pair (lower merges first); int.MaxValue where it never merges.</summary>
    public int Rank(int first, int second, out int merged)
    {
        var key = Key(first, second);
        for (var slot = Slot(key); _keys[slot] != 0; slot = (slot + 1) & (_keys.Length - 1))
            if (_keys[slot] == key)
            {
                merged = _values[slot].Merged;
                return _values[slot].Rank;
            }
        merged = -1;
        return int.MaxValue;
    }

    /// <summary>Of a merge listed twice the later rank holds, as in a map filled in order.</summary>
    private void Set((int First, int Second, int Merged) merge, int rank)
    {
        var key = Key(merge.First, merge.Second);
        var slot = Slot(key);
        while (_keys[slot] != 0 && _keys[slot] != key) slot = (slot + 1) & (_keys.Length - 1);
        _keys[slot] = key;
        _values[slot] = (rank, merge.Merged);
    }

    // 0 marks an empty slot: the ids are shifted by one.
    private static ulong Key(int first, int second) => ((ulong)(uint)(first + 1) << 32) | (uint)(second + 1);

    private int Slot(ulong key) => (int)(key * 0x9E3779B97F4A7C15UL >> _shift);
}
