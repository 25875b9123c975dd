using Heed.Runs;

namespace Heed.Learning.Packing;

/// <summary>
/// An endless order of n items, a fresh shuffle an epoch, one after the other. Every place can be asked for at any time, so a resumed run
/// sees the items that the interrupted one would have seen.
/// </summary>
public sealed class EpochOrder(ulong seed, string stream, int count)
{
    private readonly int[] _order = count > 0 ? new int[count] : throw new ArgumentOutOfRangeException(nameof(count), count, "expected at least one item");
    private long _epoch = -1;

    /// <summary>The item at a place, from 0.</summary>
    public int this[long place]
    {
        get
        {
            var epoch = place / count;
            if (epoch != _epoch) Shuffle(epoch);
            return _order[place % count];
        }
    }

    /// <summary>The items of a batch, from place <c>batch · size</c> on, up to <paramref name="end"/> places altogether.</summary>
    public int[] Batch(long batch, int size, long end = long.MaxValue)
    {
        var items = new int[(int)Math.Min(size, Math.Max(0, end - batch * size))];
        for (var i = 0; i < items.Length; i++) items[i] = this[batch * size + i];
        return items;
    }

    private void Shuffle(long epoch)
    {
        for (var i = 0; i < count; i++) _order[i] = i;
        new SeededRandom(seed, stream, epoch).Shuffle<int>(_order);
        _epoch = epoch;
    }
}
