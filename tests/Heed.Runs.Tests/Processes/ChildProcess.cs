using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Heed.Runs.Tests.Processes;

/// <summary>This test program in a process of its own, doing one thing with a run folder.</summary>
internal sealed class ChildProcess : IDisposable
{
    public const string Word = "--child";

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static ChildProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ChildProcess).Assembly.Location, Word, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the next line that the child writes.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>kill −9, after a while; whether it was still alive.</summary>
    public bool Kill(TimeSpan after = default)
    {
        if (_process.WaitForExit(after)) return false;
        _process.Kill();
        _process.WaitForExit();
        return true;
    }

    public (int ExitCode, string Output) Wait()
    {
        var output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return (_process.ExitCode, output);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    /// <summary>What the child does; its exit code is that of the error it ends with.</summary>
    public static int Do(string[] arguments)
    {
        try
        {
            using var signal = OutOfSpace.IgnoreFileSizeSignal();
            switch (arguments)
            {
                case ["hold", var folder]:
                    using (ToyTraining.Open(folder, resume: false)) Say("held");
                    break;
                case ["train", var folder, var steps]:
                    ToyTraining.Run(folder, int.Parse(steps), slow: true, () => Console.Out.WriteLine("began"));
                    break;
                case ["append", var file, var limit]:
                    LimitFileSize(ulong.Parse(limit));
                    using (var journal = new Journal(file, TimeProvider.System))
                        for (var step = 1; ; step++) journal.Append("step", new Dictionary<string, object?> { ["step"] = step });
                case ["fill", var folder, var limit]:
                    LimitFileSize(ulong.Parse(limit));
                    ToyTraining.Run(folder, 1000);
                    break;
            }
            return 0;
        }
        catch (HeedException problem)
        {
            Console.Out.WriteLine(problem.Message);
            return (int)problem.ExitCode;
        }
    }

    private static void Say(string word)
    {
        Console.Out.WriteLine(word);
        Console.In.ReadLine();
    }

    private static void LimitFileSize(ulong bytes)
    {
        const int fileSize = 1; // RLIMIT_FSIZE
        if (SetLimit(fileSize, [bytes, bytes]) != 0) throw new InvalidOperationException("setrlimit failed");
    }

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, ulong[] limits);
}
