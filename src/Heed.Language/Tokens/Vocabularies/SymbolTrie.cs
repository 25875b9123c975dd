using System.Numerics;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>Tokens by the symbols they stand for, from the root on: open addressing over (node, symbol), filled once.</summary>
internal sealed class SymbolTrie
{
    private Slot[] _slots = new Slot[1 << 12];
    private int _shift = 64 - 12;
    private int _nodes = 1;

    /// <summary>The node after one more symbol, and the token that ends there (-1 for none); a node of 0 where none goes on.</summary>
    public int Next(int node, int symbol, out int token)
    {
        var key = Key(node, symbol);
        for (var at = Place(key); _slots[at].Key != 0; at = (at + 1) & (_slots.Length - 1))
            if (_slots[at].Key == key)
            {
                token = _slots[at].Token;
                return _slots[at].Node;
            }
        token = -1;
        return 0;
    }

    public void Add(IReadOnlyList<int> symbols, int token)
    {
        var node = 0;
        for (var i = 0; i < symbols.Count; i++) node = Step(node, symbols[i], i == symbols.Count - 1 ? token : -1);
    }

    /// <summary>The node after one more symbol, made where there is none.</summary>
    private int Step(int node, int symbol, int token)
    {
        if (_nodes * 2 > _slots.Length) Grow();
        var key = Key(node, symbol);
        var at = Place(key);
        while (_slots[at].Key != 0 && _slots[at].Key != key) at = (at + 1) & (_slots.Length - 1);
        if (_slots[at].Key == 0) _slots[at] = new Slot(key, _nodes++, -1);
        if (token >= 0) _slots[at] = _slots[at] with { Token = token };
        return _slots[at].Node;
    }

    private void Grow()
    {
        var filled = _slots;
        _slots = new Slot[filled.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        foreach (var slot in filled)
        {
            if (slot.Key == 0) continue;
            var at = Place(slot.Key);
            while (_slots[at].Key != 0) at = (at + 1) & (_slots.Length - 1);
            _slots[at] = slot;
        }
    }

    // 0 marks an empty slot.
    private static ulong Key(int node, int symbol) => ((ulong)(uint)(node + 1) << 32) | (uint)symbol;

    private int Place(ulong key) => (int)(key * 0x9E3779B97F4A7C15UL >> _shift);

    private readonly record struct Slot(ulong Key, int Node, int Token);
}
