using System.Runtime.InteropServices;

namespace Heed.Models.Numerics.Native;

/// <summary>Memory that is read here and there: with pages of 2 MB the processor finds it without walking tables each time.</summary>
internal static unsafe class HugePages
{
    private const nuint Alignment = 2 << 20;
    private const int Advice = 14;               // MADV_HUGEPAGE

    /// <summary>Freed by <see cref="NativeMemory.AlignedFree"/>; where the system has no huge pages to give, ordinary ones.</summary>
    public static byte* Allocate(nuint bytes)
    {
        var memory = (byte*)NativeMemory.AlignedAlloc(bytes, Alignment);
        _ = madvise(memory, bytes / Alignment * Alignment, Advice);
        return memory;
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int madvise(void* address, nuint length, int advice);
}
