using System.Runtime.InteropServices;

namespace Heed.Models.Numerics.Native;

/// <summary>Sleeping on a word of memory until it changes (futex(2) of Linux).</summary>
internal static unsafe partial class Futex
{
    private const long SystemCall = 202;
    private const int WaitPrivate = 128, WakePrivate = 129;

    /// <summary>Sleeps while the word holds the value; may return early.</summary>
    public static void Wait(int* word, int value) => _ = syscall(SystemCall, word, WaitPrivate, value, null, null, 0);

    /// <summary>Wakes all who sleep on the word.</summary>
    public static void Wake(int* word) => _ = syscall(SystemCall, word, WakePrivate, int.MaxValue, null, null, 0);

    /// <summary>Changes the word and wakes all who sleep on it.</summary>
    public static void Advance(int* word)
    {
        Interlocked.Increment(ref *word);
        Wake(word);
    }

    [LibraryImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial long syscall(long number, int* word, int operation, int value, void* timeout, int* other, int otherValue);
}
