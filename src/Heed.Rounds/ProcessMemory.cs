namespace Heed.Rounds;

/// <summary>What the kernel says of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>Peak resident set, bytes.</summary>
    public static long Peak()
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? Environment.WorkingSet : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1]);
    }
}
