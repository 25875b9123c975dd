namespace Heed.Language.Tokens.Vocabularies;

/// <summary>A heap of places to merge, the lowest rank first and of equal ranks the leftmost: one number each, four children a node.</summary>
internal sealed class MergeQueue
{
    private ulong[] _keys = new ulong[64];
    private int _count;

    public void Clear() => _count = 0;

    public void Add(int rank, int place)
    {
        if (_count == _keys.Length) Array.Resize(ref _keys, _count * 2);
        var key = ((ulong)(uint)rank << 32) | (uint)place;
        var at = _count++;
        for (; at > 0 && _keys[(at - 1) / 4] > key; at = (at - 1) / 4) _keys[at] = _keys[(at - 1) / 4];
        _keys[at] = key;
    }

    public bool TryTake(out int rank, out int place)
    {
        (rank, place) = _count == 0 ? (0, 0) : ((int)(_keys[0] >> 32), (int)(uint)_keys[0]);
        if (_count == 0) return false;
        var last = _keys[--_count];
        var at = 0;
        for (var child = 1; child < _count; child = 4 * at + 1)
        {
            var end = Math.Min(child + 4, _count);
            for (var other = child + 1; other < end; other++)
                if (_keys[other] < _keys[child]) child = other;
            if (_keys[child] >= last) break;
            _keys[at] = _keys[child];
            at = child;
        }
        _keys[at] = last;
        return true;
    }
}
