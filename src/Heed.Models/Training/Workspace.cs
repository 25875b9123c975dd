using Heed.Models.Numerics;

namespace Heed.Models.Training;

/// <summary>Native memory of one pass: taken piece by piece, given back all at once, kept for the next pass.</summary>
internal sealed unsafe class Workspace : IDisposable
{
    private readonly List<(PackingBuffer Memory, long Floats)> _blocks = [];
    private int _block;
    private long _used;

    /// <summary>Bytes held.</summary>
    public long Bytes => _blocks.Sum(b => b.Floats) * sizeof(float);

    /// <summary>Uncleared floats, 64-byte aligned.</summary>
    public float* Take(long floats)
    {
        floats = (floats + 15) / 16 * 16;
        while (_block < _blocks.Count && _used + floats > _blocks[_block].Floats) (_block, _used) = (_block + 1, 0);
        if (_block == _blocks.Count)
        {
            var size = Math.Max(floats, Math.Max(1 << 20, _blocks.Sum(b => b.Floats) / 2));
            _blocks.Add((new PackingBuffer(), size));
        }
        var (memory, held) = _blocks[_block];
        var taken = memory.Reserve(held) + _used;
        _used += floats;
        return taken;
    }

    /// <summary>Zeroed floats.</summary>
    public float* TakeZeros(long floats)
    {
        var taken = Take(floats);
        new Span<float>(taken, checked((int)floats)).Clear();
        return taken;
    }

    /// <summary>A place to come back to.</summary>
    public (int Block, long Used) Mark() => (_block, _used);

    /// <summary>Gives back all that was taken since.</summary>
    public void Release((int Block, long Used) mark) => (_block, _used) = mark;

    /// <summary>Gives everything back; several blocks become one of their size.</summary>
    public void Reset()
    {
        if (_blocks.Count > 1)
        {
            var size = _blocks.Sum(b => b.Floats);
            Dispose();
            _blocks.Add((new PackingBuffer(), size));
        }
        (_block, _used) = (0, 0);
    }

    /// <summary>Frees the memory; whoever takes some afterwards gets new.</summary>
    public void Dispose()
    {
        foreach (var (memory, _) in _blocks) memory.Dispose();
        _blocks.Clear();
        (_block, _used) = (0, 0);
    }
}
