using System.Diagnostics;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;

namespace Heed.Feedback.Store.Tests.Processes;

/// <summary>Raters in a process of their own: each says "key event" for every answer it was told is recorded.</summary>
internal sealed class WritingChild : IDisposable
{
    public const string Word = "--child";

    private readonly Process _process;
    private readonly Task<string> _output;

    public WritingChild(string address, int raters)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(WritingChild).Assembly.Location, Word, address, $"{raters}"]) { RedirectStandardOutput = true })!;
        _output = ReadAsync();
    }

    /// <summary>Lines said so far.</summary>
    public int Said { get; private set; }

    /// <summary>kill −9; returns what was acknowledged. A line that was cut off is none.</summary>
    public async Task<IReadOnlyList<(string Key, string Event)>> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        var output = await _output;
        return [.. output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(parts => (parts[0], parts[1]))];
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    public static async Task<int> DoAsync(string[] arguments)
    {
        using var store = await FeedbackStore.OpenAsync(arguments[0], TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, int.Parse(arguments[1])).Select(r => Task.Run(() => RateAsync(store, $"rater{r}"))));
        return 0;
    }

    private static async Task RateAsync(FeedbackStore store, string rater)
    {
        while ((await store.Queue.NextAsync("main", rater)).Lease is { } lease)
        {
            var receipt = await store.Queue.SubmitAsync(rater, new Submission(lease.Token, lease.Token, ComparisonAnswer.OfPoint(3)), "child");
            lock (Console.Out)
            {
                Console.Out.Write($"{lease.Token} {receipt.EventId}\n");
                Console.Out.Flush();
            }
        }
    }

    private async Task<string> ReadAsync()
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[4096];
        for (int read; (read = await _process.StandardOutput.ReadAsync(buffer)) > 0;)
        {
            Said += buffer.AsSpan(0, read).Count('\n');
            text.Append(buffer, 0, read);
        }
        return text.ToString();
    }
}
