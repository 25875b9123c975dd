using System.Buffers;
using Apache.Arrow.Memory;

namespace Heed.Language.Datasets.Formats;

/// <summary>Gives no more memory to one buffer than a file of this size can fill; a damaged file may claim anything.</summary>
internal sealed class BoundedAllocator(long fileLength) : MemoryAllocator
{
    private const long Least = 1 << 24, Expansion = 256;

    private readonly NativeMemoryAllocator _memory = new();

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (length < 0 || length > Math.Max(Least, fileLength * Expansion)) throw new InvalidDataException($"a buffer claims {length} bytes in a file of {fileLength}");
        bytesAllocated = length;
        return _memory.Allocate(length);
    }
}
