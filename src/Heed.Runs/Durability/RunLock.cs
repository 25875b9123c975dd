using System.Globalization;

namespace Heed.Runs.Durability;

/// <summary>
/// At most one process works in a run folder. The lock is the operating system's (flock(2), by <see cref="FileShare.None"/>), so it
/// goes with the process, however that ends; a file beside it only says who holds it.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private const string LockFile = "run.lock", HolderFile = "run.pid";
    private const int WouldBlock = 11; // EAGAIN
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.3); // somebody may just look whether it is held

    private readonly FileStream _file;
    private readonly string _holder;

    private RunLock(FileStream file, string folder)
    {
        (_file, _holder) = (file, Path.Combine(folder, HolderFile));
        OutOfSpace.Guard(_holder, () => File.WriteAllText(_holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
    }

    /// <exception cref="RunException">Another process holds it.</exception>
    public static RunLock Acquire(string folder)
    {
        FileStream? file = null;
        SpinWait.SpinUntil(() => (file = TryOpen(folder, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)) is not null, Patience);
        if (file is not null) return new RunLock(file, folder);
        var holder = Path.Combine(folder, HolderFile);
        throw new RunException($"{folder} is in use by {(File.Exists(holder) ? "process " + File.ReadAllText(holder) : "another process")}: "
            + "one process at a time may work on a run. Wait for it, stop it, or name another --out.");
    }

    /// <summary>Whether a process works in the folder.</summary>
    public static bool IsHeld(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LockFile))) return false;
        using var file = TryOpen(folder, FileMode.Open, FileAccess.Read, FileShare.Read);
        return file is null;
    }

    public void Dispose()
    {
        File.Delete(_holder);
        _file.Dispose();
    }

    private static FileStream? TryOpen(string folder, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockFile), mode, access, share);
        }
        catch (IOException problem) when (problem.HResult == WouldBlock)
        {
            return null;
        }
    }
}
