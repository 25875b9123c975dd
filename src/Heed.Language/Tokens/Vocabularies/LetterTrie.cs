namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Texts by their UTF-16 units, from the root on: open addressing over (node, unit).</summary>
internal sealed class LetterTrie
{
    private long[] _keys = new long[1 << 10];
    private int[] _nodes = new int[1 << 10];
    private readonly List<int> _values = [-1];

    public void Add(ReadOnlySpan<char> text, int value)
    {
        var node = 0;
        foreach (var unit in text) node = NextOrNew(node, unit);
        _values[node] = value;
    }

    /// <summary>The node after one more unit, or -1.</summary>
    public int Next(int node, char unit)
    {
        var key = Key(node, unit);
        for (var slot = Slot(key); _keys[slot] != 0; slot = (slot + 1) & (_keys.Length - 1))
            if (_keys[slot] == key) return _nodes[slot];
        return -1;
    }

    /// <summary>What was added for the text that leads to a node, or -1.</summary>
    public int Value(int node) => _values[node];

    /// <summary>The longest text added that another begins with; its length, 0 where there is none.</summary>
    public int Longest(ReadOnlySpan<char> text, out int value)
    {
        var (node, length) = (0, 0);
        value = -1;
        for (var i = 0; i < text.Length; i++)
        {
            node = Next(node, text[i]);
            if (node < 0) break;
            if (_values[node] >= 0) (length, value) = (i + 1, _values[node]);
        }
        return length;
    }

    private int NextOrNew(int node, char unit)
    {
        var next = Next(node, unit);
        if (next >= 0) return next;
        if (_values.Count * 2 > _keys.Length) Grow();
        next = _values.Count;
        _values.Add(-1);
        Put(Key(node, unit), next);
        return next;
    }

    private void Grow()
    {
        var (keys, nodes) = (_keys, _nodes);
        (_keys, _nodes) = (new long[keys.Length * 2], new int[keys.Length * 2]);
        for (var i = 0; i < keys.Length; i++)
            if (keys[i] != 0) Put(keys[i], nodes[i]);
    }

    private void Put(long key, int node)
    {
        var slot = Slot(key);
        while (_keys[slot] != 0) slot = (slot + 1) & (_keys.Length - 1);
        (_keys[slot], _nodes[slot]) = (key, node);
    }

    // 0 marks an empty slot.
    private static long Key(int node, char unit) => ((long)(node + 1) << 16) | unit;

    private int Slot(long key) => (int)((ulong)key * 0x9E3779B97F4A7C15UL >> 32) & (_keys.Length - 1);
}
