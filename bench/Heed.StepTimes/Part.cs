using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Heed.Models.Numerics.Native;
using Heed.Runs;
using Heed.StepTimes.Alignment;
using Heed.StepTimes.Eager;

namespace Heed.StepTimes;

/// <summary>Work that needs a process of its own, because its peak memory is the question: the bench starts its own program again with the part's name.</summary>
public static class Part
{
    /// <summary>One iteration of PPO on either side.</summary>
    public const string HeedAlignment = "align-heed", EagerAlignment = "align-eager";

    /// <summary>The option that names a part.</summary>
    public const string Option = "--part";

    /// <summary>Does the work of a part in this process.</summary>
    /// <returns>The process' peak resident memory, bytes.</returns>
    public static long Run(string part, TimeProvider clock, TextWriter log)
    {
        NativeRuntime.Load();
        var work = AlignedWork.Even(quick: false) with { Epochs = 1 };      // the later ones take no more memory
        if (part == HeedAlignment)
        {
            using var iteration = new HeedIteration(work, new Session(BenchMachine.Here(clock), clock, log, quick: false));
            iteration.Run();
        }
        else if (part == EagerAlignment)
        {
            using var iteration = new EagerIteration(work);
            iteration.Run();
        }
        else throw new RunException($"there is no part '{part}'; expected {HeedAlignment} or {EagerAlignment}");
        return PeakOfThisProcess();
    }

    /// <summary>Peak resident memory of a process that does a part, bytes.</summary>
    internal static long Peak(string part)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", Assembly.GetEntryAssembly()!.Location, "bench", Option, part]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new RunException($"the bench's part '{part}' ended with exit code {process.ExitCode}; its message is on standard error");
        return long.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture);
    }

    private static long PeakOfThisProcess()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
