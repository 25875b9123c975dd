using System.Numerics;

namespace Heed.Models.Generation.Sampling;

/// <summary>
/// Finds where a cumulative mass crosses a target without sorting everything: histograms narrow the items down to a few, and only
/// those are sorted. Exact, and linear in the items.
/// </summary>
internal sealed class RowOrder
{
    private const int Buckets = 1024, SortedAtOnce = 256;
    private const double Rounding = 1.2e-7;                             // one float step: masses are floats, so a target is not met more exactly

    private readonly double[] _histogram = new double[Buckets];
    private ulong[] _items = [];
    private int _count;

    /// <summary>Begins anew, with room for this many items.</summary>
    public void Clear(int capacity)
    {
        if (_items.Length < capacity) _items = new ulong[capacity];
        _count = 0;
    }

    /// <summary>Adds an item; smaller keys come first, smaller indices first among equal keys. Indices ascend from call to call.</summary>
    public void Add(int index, float key) => _items[_count++] = Sortable(key, index);

    /// <summary>Adds every index whose value is at least <paramref name="edge"/>, the largest logits first.</summary>
    public void AddWhere(ReadOnlySpan<float> values, float edge, ReadOnlySpan<float> logits)
    {
        var least = new Vector<float>(edge);
        var i = 0;
        for (; i + Vector<float>.Count <= values.Length; i += Vector<float>.Count)
        {
            if (!Vector.GreaterThanOrEqualAny(new Vector<float>(values[i..]), least)) continue;
            for (var j = i; j < i + Vector<float>.Count; j++)
                if (values[j] >= edge) Add(j, -logits[j]);
        }
        for (; i < values.Length; i++)
            if (values[i] >= edge) Add(i, -logits[i]);
    }

    /// <summary>
    /// The item at which the mass of all items in order, itself included, first reaches <paramref name="target"/>; the last item with
    /// mass where rounding keeps it from being reached.
    /// </summary>
    /// <param name="masses">By index, or empty: each item counts one.</param>
    public int Crossing(ReadOnlySpan<float> masses, double target)
    {
        target *= 1 - Rounding;
        var (left, before) = (_count, 0.0);
        while (left > SortedAtOnce && Narrow(ref left, ref before, masses, target)) { }
        var items = _items.AsSpan(0, left);
        items.Sort();
        var at = -1;
        foreach (var item in items)
        {
            var mass = Mass(item, masses);
            if (mass == 0) continue;
            at = Index(item);
            if ((before += mass) >= target) break;
        }
        return at;
    }

    /// <summary>The indices in order, as many as fit. Returns how many.</summary>
    public int Take(Span<int> order)
    {
        var items = _items.AsSpan(0, _count);
        items.Sort();
        var count = Math.Min(_count, order.Length);
        for (var i = 0; i < count; i++) order[i] = Index(items[i]);
        return count;
    }

    /// <summary>Keeps the items of the bucket in which the target is crossed. False where all keys are equal.</summary>
    private bool Narrow(ref int left, ref double before, ReadOnlySpan<float> masses, double target)
    {
        var items = _items.AsSpan(0, left);
        var (low, high) = (uint.MaxValue, 0u);
        foreach (var item in items) (low, high) = (Math.Min(low, Key(item)), Math.Max(high, Key(item)));
        if (low == high) return false;
        var shift = Math.Max(0, BitOperations.Log2(high - low) + 1 - BitOperations.Log2(Buckets));
        Array.Clear(_histogram);
        foreach (var item in items) _histogram[(Key(item) - low) >> shift] += Mass(item, masses);
        var (bucket, last) = (0u, (uint)Array.FindLastIndex(_histogram, m => m > 0));
        while (bucket < last && before + _histogram[bucket] < target) before += _histogram[bucket++];
        left = 0;
        foreach (var item in items)
            if ((Key(item) - low) >> shift == bucket) _items[left++] = item;
        return true;
    }

    private static float Mass(ulong item, ReadOnlySpan<float> masses) => masses.IsEmpty ? 1 : masses[Index(item)];

    private static int Index(ulong item) => (int)(uint)item;

    private static uint Key(ulong item) => (uint)(item >> 32);

    /// <summary>Key and index as one number that sorts like the pair: the key's sign bit flipped, all bits where it is negative.</summary>
    private static ulong Sortable(float key, int index)
    {
        var bits = BitConverter.SingleToUInt32Bits(key + 0f);           // -0 becomes 0: they are equal
        bits = (bits & 0x8000_0000) == 0 ? bits | 0x8000_0000 : ~bits;
        return (ulong)bits << 32 | (uint)index;
    }
}
