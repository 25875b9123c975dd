using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Heed.Testing;

/// <summary>
/// Many inputs, each made from its number alone, used on every core: none may crash, take too long or allocate too much, and what one did
/// can be done again. <c>HEED_FUZZ=FIRST..LAST</c> uses those numbers only.
/// </summary>
/// <param name="input">Makes the input of a number.</param>
/// <param name="use">What is done with it, and a folder for files that is one thread's own. What it throws fails the test.</param>
public sealed class Fuzz<T>(Func<ulong, T> input, Action<T, string> use)
{
    private const int Shown = 2000, Step = 16;

    private static readonly JsonSerializerOptions Whole = new() { IncludeFields = true };

    private readonly Lock _lock = new();
    private long _next, _last;
    private string? _failure;
    private (long Number, TimeSpan Time) _slowest;
    private (long Number, long Bytes) _largest;

    /// <summary>What one input may take, beside other work on the machine.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes that the thread may allocate for one input.</summary>
    public long Most { get; init; } = 64 << 20;

    /// <param name="count">The inputs 0 to this, without it.</param>
    public void Run(long count)
    {
        var (first, last) = Range(count);
        (_next, _last) = (first, last);
        var started = Stopwatch.GetTimestamp();
        var done = new CountdownEvent(Environment.ProcessorCount);      // not disposed of: a thread that hangs may still come to its end
        var workers = Enumerable.Range(0, done.InitialCount).Select(_ => new Worker()).ToList();
        foreach (var worker in workers) new Thread(() => Work(worker, done)) { IsBackground = true }.Start();
        while (!done.Wait(TimeSpan.FromMilliseconds(100)))
            foreach (var worker in workers)
                if (worker.Hangs(Longest) is { } number) throw Failed(About(number, $"has not ended after {Longest.TotalSeconds:F0} s"));
        if (_failure is not null) throw Failed(_failure);
        TestContext.Current.TestOutputHelper?.WriteLine($"{last - first:N0} inputs in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; "
            + $"the slowest {_slowest.Time.TotalMilliseconds:F0} ms ({_slowest.Number}), the largest {_largest.Bytes / 1e6:F1} MB ({_largest.Number})");
    }

    private static (long First, long Last) Range(long count)
    {
        if (Environment.GetEnvironmentVariable("HEED_FUZZ") is not { Length: > 0 } text) return (0, count);
        var ends = text.Split("..");
        if (ends.Length != 2 || !long.TryParse(ends[0], out var first) || !long.TryParse(ends[1], out var last))
            throw new FormatException($"HEED_FUZZ is '{text}'; expected the first number and the one after the last, as 1000..2000");
        return (Math.Min(first, count), Math.Min(last, count));
    }

    private void Work(Worker worker, CountdownEvent done)
    {
        using var folder = new TemporaryFolder();
        for (long from; (from = Interlocked.Add(ref _next, Step) - Step) < _last && Volatile.Read(ref _failure) is null;)
            for (var number = from; number < Math.Min(from + Step, _last) && Try(worker, number, folder.Path); number++) ;
        done.Signal();
    }

    private bool Try(Worker worker, long number, string folder)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        worker.Begin(number);
        try
        {
            use(input((ulong)number), folder);
        }
        catch (Exception error)
        {
            Fail(About(number, $"threw {error}"));
            return false;
        }
        var (time, bytes) = (worker.End(), GC.GetAllocatedBytesForCurrentThread() - before);
        lock (_lock)
        {
            if (time > _slowest.Time) _slowest = (number, time);
            if (bytes > _largest.Bytes) _largest = (number, bytes);
        }
        if (time > Longest) Fail(About(number, $"took {time.TotalSeconds:F0} s; expected {Longest.TotalSeconds:F0} at most"));
        if (bytes > Most) Fail(About(number, $"allocated {bytes / 1e6:F1} MB; expected {Most / 1e6:F1} at most"));
        return _failure is null;
    }

    private string About(long number, string why)
    {
        var shown = JsonSerializer.Serialize(input((ulong)number), Whole);
        return $"input {number} (HEED_FUZZ={number}..{number + 1}) {why}. It is {(shown.Length > Shown ? shown[..Shown] + "…" : shown)}";
    }

    private void Fail(string why) => Interlocked.CompareExchange(ref _failure, why, null);

    private static Exception Failed(string why) => Xunit.Sdk.FailException.ForFailure(why);

    /// <summary>What a thread is at.</summary>
    private sealed class Worker
    {
        private long _number, _started;

        public void Begin(long number)
        {
            Volatile.Write(ref _number, number);
            Volatile.Write(ref _started, Stopwatch.GetTimestamp());
        }

        public TimeSpan End()
        {
            var time = Stopwatch.GetElapsedTime(_started);
            Volatile.Write(ref _started, 0);
            return time;
        }

        /// <summary>The number of an input that has taken too long already.</summary>
        public long? Hangs(TimeSpan longest) => Volatile.Read(ref _started) is not 0 and var started && Stopwatch.GetElapsedTime(started) > longest ? Volatile.Read(ref _number) : null;
    }
}
