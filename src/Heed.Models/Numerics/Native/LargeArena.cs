using System.Runtime.InteropServices;

namespace Heed.Models.Numerics.Native;

/// <summary>Memory for many things that are read one behind the other, in large pages: each alone may be too small for one. Given back all at once.</summary>
internal sealed unsafe class LargeArena : IDisposable
{
    /// <summary>Of address space: what nobody wrote to takes no memory.</summary>
    private const long Block = 64 << 20;

    private readonly List<nint> _blocks = [];
    private byte* _next;
    private long _left;

    /// <summary>Cleared bytes, 64-byte aligned.</summary>
    public byte* Zeros(long bytes)
    {
        bytes = (bytes + 63) / 64 * 64;
        if (bytes > _left)
        {
            _left = Math.Max(bytes, Block);
            _next = (byte*)LargeMemory.Floats(_left / sizeof(float));
            _blocks.Add((nint)_next);
        }
        var taken = _next;
        NativeMemory.Clear(taken, (nuint)bytes);
        _next += bytes;
        _left -= bytes;
        return taken;
    }

    public void Dispose()
    {
        foreach (var block in _blocks) LargeMemory.Free((void*)block);
        _blocks.Clear();
        _left = 0;
    }
}
