using System.Buffers;
using Apache.Arrow.Memory;

namespace Heed.Language.Datasets.Formats;

/// <summary>
/// Gives no more memory to one buffer than a file of this size can fill; a damaged file may claim anything. The memory is the runtime's own: batches share
/// a dictionary, which must outlive the first of them, and what a damaged file leads astray to is never read.
/// </summary>
internal sealed class BoundedAllocator(long fileLength) : MemoryAllocator
{
    private const long Least = 1 << 24, Expansion = 256;

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (length < 0 || length > Math.Max(Least, fileLength * Expansion)) throw new InvalidDataException($"a buffer claims {length} bytes in a file of {fileLength}");
        bytesAllocated = length;
        return new Collected(new byte[length]);
    }

    /// <summary>Memory that the garbage collector takes back.</summary>
    private sealed class Collected(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose()
        {
        }
    }
}
