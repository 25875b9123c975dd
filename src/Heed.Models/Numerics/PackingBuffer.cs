using System.Runtime.InteropServices;

namespace Heed.Models.Numerics;

/// <summary>Scratch memory that grows when asked for more and keeps what it has.</summary>
internal sealed unsafe class PackingBuffer : IDisposable
{
    private float* _data;
    private long _length;

    ~PackingBuffer() => NativeMemory.AlignedFree(_data);

    /// <summary>Room for so many floats; what they hold is not defined.</summary>
    public float* Reserve(long length)
    {
        if (length <= _length) return _data;
        NativeMemory.AlignedFree(_data);
        _data = null;
        _data = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        _length = length;
        return _data;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
        _length = 0;
        GC.SuppressFinalize(this);
    }
}
