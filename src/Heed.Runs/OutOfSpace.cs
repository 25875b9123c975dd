using System.Runtime.InteropServices;

namespace Heed.Runs;

/// <summary>Turns the many faces of a full disk into one <see cref="OutOfSpaceException"/>.</summary>
public static class OutOfSpace
{
    private const int FileTooBig = 27, NoSpace = 28, QuotaExceeded = 122; // EFBIG, ENOSPC, EDQUOT of Linux
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;         // SIGXFSZ

    /// <summary>Runs a write; a full disk becomes an <see cref="OutOfSpaceException"/> that names <paramref name="file"/>.</summary>
    public static void Guard(string file, Action write)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (Is(problem))
        {
            throw new OutOfSpaceException(file, problem);
        }
    }

    /// <summary>Whether an exception says that the disk is full.</summary>
    /// <remarks>
    /// .NET keeps the error number of Linux as the HResult, but reports EFBIG as an argument out of range with this message.
    /// </remarks>
    public static bool Is(Exception problem) => problem switch
    {
        IOException io => io.HResult is FileTooBig or NoSpace or QuotaExceeded,
        ArgumentOutOfRangeException argument => argument.Message.Contains("too large for the file system", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>
    /// Keeps the process alive when a write passes the limit on file sizes (ulimit -f), whose signal would end it: the write then
    /// fails like any other. Held until disposed; a program calls it at its start.
    /// </summary>
    public static IDisposable IgnoreFileSizeSignal() => PosixSignalRegistration.Create(FileSizeExceeded, context => context.Cancel = true);
}
