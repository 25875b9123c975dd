using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Heed.Runs;

namespace Heed.Cli;

/// <summary>
/// Runs the work of one command: turns Ctrl-C into a stop at the next step border, exceptions into one message and an exit code,
/// and the result into lines for a person or one JSON object for a program.
/// </summary>
internal sealed class StageRunner(Terminal terminal)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public int Run<T>(bool json, Func<CancellationToken, T> work, Func<T, IEnumerable<string>> lines) => Run(json, work, lines, result => result);

    /// <summary>The same where a program is told only a part of the result, or another form of it.</summary>
    public int Run<T, TJson>(bool json, Func<CancellationToken, T> work, Func<T, IEnumerable<string>> lines, Func<T, TJson> told)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(stop, context));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(stop, context));
        try
        {
            var result = work(stop.Token);
            if (json) terminal.Out.WriteLine(JsonSerializer.Serialize(told(result), Json));
            else foreach (var line in lines(result)) terminal.Out.WriteLine(line);
            return (int)ExitCode.Ok;
        }
        catch (HeedException problem)
        {
            return Fail(json, problem.ExitCode, problem.Message);
        }
        catch (OperationCanceledException stopped)
        {
            return Fail(json, ExitCode.Cancelled, stopped.Message);
        }
        catch (Exception unexpected) when (!System.Diagnostics.Debugger.IsAttached)
        {
            return Fail(json, ExitCode.Unexpected, $"This is a defect of Heed, please report it.\n{unexpected}");
        }
    }

    private int Fail(bool json, ExitCode code, string message)
    {
        terminal.Error.WriteLine($"heed: {message}");
        if (json) terminal.Out.WriteLine(JsonSerializer.Serialize(new { error = message, exit_code = (int)code }, Json));
        return (int)code;
    }

    /// <summary>The first signal asks for a stop at the next step border; a second one takes its usual, immediate course.</summary>
    private void Stop(CancellationTokenSource stop, PosixSignalContext context)
    {
        if (stop.IsCancellationRequested) return;
        context.Cancel = true;
        terminal.Error.WriteLine("heed: stopping at the next step border (once more to stop at once)");
        stop.Cancel();
    }
}
