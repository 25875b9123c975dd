using System.Text;
using Heed.Runs.Durability;

namespace Heed.Runs;

/// <summary>A file that is either wholly the old one or wholly the new one: written beside, flushed to the disk, renamed.</summary>
public static class AtomicFile
{
    /// <summary>How the name of an unfinished file ends; what a killed process leaves behind can be deleted by it.</summary>
    public const string TemporarySuffix = ".tmp";

    private static long _count;

    /// <exception cref="OutOfSpaceException">The disk is full; the old file, if any, is untouched.</exception>
    public static void Write(string path, Action<Stream> write) => OutOfSpace.Guard(path, () =>
    {
        var temporary = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _count)}{TemporarySuffix}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        Disk.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    });

    /// <summary>UTF-8 without a mark.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
