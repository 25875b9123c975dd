using System.Runtime.InteropServices;

namespace Heed.Runs.Durability;

/// <summary>What makes a write survive a loss of power: flushing files, and the folders that name them (fsync(2)).</summary>
internal static partial class Disk
{
    private const int ReadOnly = 0, CloseOnExec = 0x80000;

    /// <summary>Makes renames and new names in a folder last. A file system that cannot flush folders is left to itself.</summary>
    public static void FlushFolder(string path)
    {
        var descriptor = Open(path, ReadOnly | CloseOnExec);
        if (descriptor < 0) return;
        _ = Flush(descriptor);
        _ = Close(descriptor);
    }

    /// <summary>Flushes every file below a folder and every folder, from the bottom up.</summary>
    public static void FlushTree(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
        foreach (var below in Directory.EnumerateDirectories(folder)) FlushTree(below);
        FlushFolder(folder);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
