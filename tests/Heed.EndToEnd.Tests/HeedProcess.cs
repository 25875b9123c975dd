using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>The program as a user starts it: its own process, its own exit code.</summary>
internal sealed class HeedProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output, _error;

    private readonly TaskCompletionSource<string?> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HeedProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = ReadAsync(_process.StandardOutput);
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts <c>heed</c> with the arguments; with a limit, under a shell that bounds the size of any file it writes (in KiB).</summary>
    public static HeedProcess Start(IEnumerable<string> arguments, int? fileLimit = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "heed.dll");
        var start = fileLimit is null
            ? new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", "exec", program, .. arguments]) // tests started in the background ignore Ctrl-C, and so would their children
            : new ProcessStartInfo("bash", ["-c", $"ulimit -f {fileLimit}; exec dotnet exec \"$@\"", "heed", program, .. arguments]);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // as ./heed does
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new HeedProcess(start);
    }

    public static Outcome Run(params string[] arguments)
    {
        using var heed = Start(arguments);
        return heed.Wait();
    }

    /// <summary>The first line of its output, as soon as it is there; null where it ends without one.</summary>
    public Task<string?> LineAsync() => _firstLine.Task;

    public Outcome Wait()
    {
        _process.WaitForExit();
        return new Outcome(_process.ExitCode, _output.Result, _error.Result);
    }

    /// <summary>kill −9 after a while; false when the program had ended before.</summary>
    public bool KillAfter(TimeSpan delay)
    {
        if (_process.WaitForExit(delay)) return false;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        return true;
    }

    /// <summary>Returns when the process has written something to this file; fails when it ends without.</summary>
    public void WaitFor(string file)
    {
        while (!File.Exists(file) || new FileInfo(file).Length == 0)
            Assert.False(_process.WaitForExit(TimeSpan.FromMilliseconds(5)), $"ended before it wrote {file}");
    }

    public void Interrupt() => Process.Start("kill", ["-INT", _process.Id.ToString()])!.WaitForExit();

    public void Dispose() => _process.Dispose();

    private async Task<string> ReadAsync(StreamReader output)
    {
        var first = await output.ReadLineAsync();
        _firstLine.SetResult(first);
        return first is null ? "" : $"{first}\n{await output.ReadToEndAsync()}";
    }

    internal sealed record Outcome(int ExitCode, string Output, string Error)
    {
        /// <summary>The JSON object that a command ends with under --json.</summary>
        public JsonObject Json => JsonNode.Parse(Output.TrimEnd().Split('\n')[^1])!.AsObject();
    }
}
