using Heed.Models.Numerics.Native;

namespace Heed.Models.Numerics;

/// <summary>Scratch memory that grows when asked for more and keeps what it has.</summary>
internal sealed unsafe class PackingBuffer : IDisposable
{
    private float* _data;
    private long _length;

    ~PackingBuffer() => LargeMemory.Free(_data);

    /// <summary>Room for so many floats; what they hold is not defined.</summary>
    public float* Reserve(long length)
    {
        if (length <= _length) return _data;
        LargeMemory.Free(_data);
        _data = null;
        _data = LargeMemory.Floats(length);
        _length = length;
        return _data;
    }

    public void Dispose()
    {
        LargeMemory.Free(_data);
        _data = null;
        _length = 0;
        GC.SuppressFinalize(this);
    }
}
