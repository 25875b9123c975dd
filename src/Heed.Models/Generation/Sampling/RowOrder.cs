namespace Heed.Models.Generation.Sampling;

/// <summary>
/// Finds where a cumulative mass crosses a target without sorting the row: a histogram over the keys finds the bucket, and only that
/// bucket is sorted. Exact, and linear in the vocabulary.
/// </summary>
internal sealed class RowOrder
{
    private const int Buckets = 512;
    private const float Reach = 40;                                     // keys further from the best one than this share a bucket
    private const double Rounding = 1.2e-7;                             // one float step: masses are floats, so a target is not met more exactly

    private readonly double[] _histogram = new double[Buckets];
    private ulong[] _sortable = [];

    /// <summary>
    /// The item at which the mass of all items in ascending order of (key, index), itself included, first reaches
    /// <paramref name="target"/>; the last item with mass where rounding keeps it from being reached.
    /// </summary>
    /// <param name="masses">One mass an item, or empty: each counts one.</param>
    public int Crossing(ReadOnlySpan<float> keys, ReadOnlySpan<float> masses, double target)
    {
        target *= 1 - Rounding;
        var (low, scale) = Fill(keys, masses);
        var (bucket, before) = (0, 0.0);
        var last = Array.FindLastIndex(_histogram, m => m > 0);
        while (bucket < last && before + _histogram[bucket] < target) before += _histogram[bucket++];
        var members = Members(keys, low, scale, bucket);
        members.Sort();
        var at = -1;
        foreach (var member in members)
        {
            var item = (int)(uint)member;
            var mass = masses.IsEmpty ? 1 : masses[item];
            if (mass == 0) continue;
            at = item;
            if ((before += mass) >= target) break;
        }
        return at;
    }

    /// <summary>Indices of the finite logits in descending order, smaller index first among equals; as many as fit. Returns how many.</summary>
    public int Descending(ReadOnlySpan<float> logits, Span<int> order)
    {
        var count = 0;
        var sortable = Room(logits.Length);
        for (var i = 0; i < logits.Length; i++)
            if (logits[i] > float.NegativeInfinity) sortable[count++] = Sortable(-logits[i], i);
        sortable[..count].Sort();
        count = Math.Min(count, order.Length);
        for (var i = 0; i < count; i++) order[i] = (int)(uint)sortable[i];
        return count;
    }

    private (float Low, float Scale) Fill(ReadOnlySpan<float> keys, ReadOnlySpan<float> masses)
    {
        Array.Clear(_histogram);
        var (low, high) = RowMath.FiniteRange(keys);
        var scale = (Buckets - 1) / Math.Clamp(high - low, 1e-6f, Reach);
        if (masses.IsEmpty)
            foreach (var key in keys) _histogram[BucketOf(key, low, scale)]++;
        else
            for (var i = 0; i < keys.Length; i++) _histogram[BucketOf(keys[i], low, scale)] += masses[i];
        return (low, scale);
    }

    private Span<ulong> Members(ReadOnlySpan<float> keys, float low, float scale, int bucket)
    {
        var members = Room(keys.Length);
        var count = 0;
        for (var i = 0; i < keys.Length; i++)
            if (BucketOf(keys[i], low, scale) == bucket) members[count++] = Sortable(keys[i], i);
        return members[..count];
    }

    private Span<ulong> Room(int length)
    {
        if (_sortable.Length < length) _sortable = new ulong[length];
        return _sortable.AsSpan(0, length);
    }

    private static int BucketOf(float key, float low, float scale) => (int)Math.Min((key - low) * scale, Buckets - 1);

    /// <summary>Key and index as one number that sorts like the pair: the sign bit flipped, all bits of negative keys.</summary>
    private static ulong Sortable(float key, int index)
    {
        var bits = BitConverter.SingleToUInt32Bits(key + 0f);           // -0 becomes 0: they are equal
        bits = (bits & 0x8000_0000) == 0 ? bits | 0x8000_0000 : ~bits;
        return (ulong)bits << 32 | (uint)index;
    }
}
