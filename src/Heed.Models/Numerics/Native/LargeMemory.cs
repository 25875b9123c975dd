using System.Runtime.InteropServices;

namespace Heed.Models.Numerics.Native;

/// <summary>
/// Native memory for weights and activations. What is large lies in large pages where the system gives them on request: walking through it
/// in pages of 4 KB costs more in address translation than in reading, on virtual machines above all.
/// </summary>
internal static unsafe class LargeMemory
{
    private const long Page = 1 << 21;
    private const int HugePages = 14; // MADV_HUGEPAGE

    /// <summary>Uncleared floats, 64-byte aligned at least.</summary>
    public static float* Floats(long count)
    {
        var bytes = count * sizeof(float);
        if (bytes < Page) return (float*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
        bytes = (bytes + Page - 1) / Page * Page;
        var data = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)Page);
        _ = madvise(data, (nuint)bytes, HugePages);          // advice: where it is not taken, pages are small
        return (float*)data;
    }

    /// <summary>Gives back what <see cref="Floats"/> gave; null does nothing.</summary>
    public static void Free(void* data) => NativeMemory.AlignedFree(data);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int madvise(void* address, nuint length, int advice);
}
