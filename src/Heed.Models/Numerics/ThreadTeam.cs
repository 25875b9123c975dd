using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Heed.Models.Numerics.Native;

namespace Heed.Models.Numerics;

/// <summary>
/// Runs loop bodies on the team of threads that libtorch uses too, so that the two never fight over cores. The split is fixed by
/// the number of threads, so equal threads give equal bits.
/// </summary>
public static unsafe class ThreadTeam
{
    private static int _threads = Environment.ProcessorCount;

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

    /// <summary>A part of a loop: iterations <c>[low, high)</c> on thread <c>thread</c>.</summary>
    public delegate void Body(int thread, long low, long high);

    /// <summary>Splits <c>[0, count)</c> into one contiguous part a thread, in multiples of <paramref name="grain"/>.</summary>
    public static void For(long count, long grain, Body body)
    {
        if (count <= 0) return;
        var threads = (int)Math.Min(_threads, (count + grain - 1) / grain);
        if (threads <= 1)
        {
            body(0, 0, count);
            return;
        }
        NativeRuntime.Load();
        var job = new Job(count, grain, body);
        var handle = GCHandle.Alloc(job);
        try
        {
            GOMP_parallel(&Enter, (void*)GCHandle.ToIntPtr(handle), (uint)threads, 0);
        }
        finally
        {
            handle.Free();
        }
        job.Failure?.Throw();
    }

    /// <summary>One call of the body for each thread: low is the thread's number.</summary>
    public static void ForEachThread(Action<int> body) => For(_threads, 1, (_, low, high) =>
    {
        for (var t = low; t < high; t++) body((int)t);
    });

    [UnmanagedCallersOnly]
    private static void Enter(void* data)
    {
        var job = (Job)GCHandle.FromIntPtr((nint)data).Target!;
        try
        {
            job.Run(omp_get_thread_num(), omp_get_num_threads());
        }
        catch (Exception e)                      // an exception that left this frame would end the process
        {
            job.Failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    private sealed class Job(long count, long grain, Body body)
    {
        public ExceptionDispatchInfo? Failure { get; set; }

        public void Run(int thread, int threads)
        {
            var grains = (count + grain - 1) / grain;
            var low = grains * thread / threads * grain;
            var high = Math.Min(count, grains * (thread + 1) / threads * grain);
            if (low < high) body(thread, low, high);
        }
    }

    private const string Library = "libgomp-98b21ff3.so.1";

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern void GOMP_parallel(delegate* unmanaged<void*, void> body, void* data, uint threads, uint flags);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int omp_get_thread_num();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int omp_get_num_threads();
}
