using Heed.Models.Numerics.Native;

namespace Heed.Models.Numerics;

/// <summary>
/// Runs loop bodies in parallel. The split is fixed by the number of threads, whoever runs which part, so equal threads give equal bits.
/// </summary>
public static class ThreadTeam
{
    /// <summary>Parts that a shared loop is cut into, for each thread.</summary>
    internal const int PartsAThread = 4;

    private static readonly WorkerTeam Workers = new();
    private static int _threads = Environment.ProcessorCount;

    [ThreadStatic]
    private static bool _inside;

    /// <summary>Threads of the team, and of libtorch; all processors unless set.</summary>
    public static int Threads
    {
        get => _threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _threads = value;
            if (NativeRuntime.IsLoaded) TorchSharp.torch.set_num_threads(value);
        }
    }

    /// <summary>A part of a loop: iterations <c>[low, high)</c>, the part's number in place of a thread's.</summary>
    public delegate void Body(int part, long low, long high);

    /// <summary>Splits <c>[0, count)</c> into one contiguous part a thread, in multiples of <paramref name="grain"/>. A loop inside a part is not split.</summary>
    public static void For(long count, long grain, Body body) => Run(count, grain, _threads, body);

    /// <summary>As <see cref="For"/>, in more parts than threads: a thread that another program or the hypervisor slows down leaves the rest to the others.</summary>
    public static void Share(long count, long grain, Body body) => Run(count, grain, _threads * PartsAThread, body);

    private static void Run(long count, long grain, int most, Body body)
    {
        if (count <= 0) return;
        var parts = (int)Math.Min(_threads == 1 ? 1 : most, (count + grain - 1) / grain);
        if (parts <= 1 || _inside)
        {
            body(0, 0, count);
            return;
        }
        var job = new PartedLoop(count, grain, parts, body);
        _inside = true;
        try
        {
            if (!Workers.TryRun(job)) job.RunAll();
        }
        finally
        {
            _inside = false;
        }
    }

    /// <summary>One call of the body for each thread, with its number.</summary>
    public static void ForEachThread(Action<int> body) => For(_threads, 1, (_, low, high) =>
    {
        for (var t = low; t < high; t++) body((int)t);
    });

    /// <summary>Marks a thread as one of the team's: loops that it meets are not split again.</summary>
    internal static void EnterWorker() => _inside = true;
}
