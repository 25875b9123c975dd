using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Heed.Models.Numerics.Native;

namespace Heed.Models.Numerics;

/// <summary>
/// Threads that help their caller with a loop. Parts are claimed, not dealt out: the caller never waits for a worker that has not begun.
/// Where a worker that has begun is kept from running by another program, the caller notices and works alone for a while, so that
/// a busy machine costs this program its share of the machine and not ten times that.
/// </summary>
internal sealed unsafe class WorkerTeam
{
    /// <summary>Turns of waiting before a thread sleeps: some 20 microseconds, longer than the gap between two loops of a training step.</summary>
    private const int Spins = 1500;

    private static readonly long Patience = Stopwatch.Frequency / 5_000;                  // 200 µs
    private static readonly long ShortestPause = Stopwatch.Frequency / 1_000;             // 1 ms
    private static readonly long LongestPause = Stopwatch.Frequency / 15;                 // 67 ms

    private readonly Lock _gate = new();
    private readonly Words* _words = (Words*)NativeMemory.AlignedAlloc((nuint)sizeof(Words), 64);
    private PartedLoop? _loop;
    private ExceptionDispatchInfo? _failure;
    private int _workers;
    private long _aloneUntil, _pause = ShortestPause;

    public WorkerTeam() => *_words = default;

    /// <summary>Runs every part, or returns false where the team is taken or better left alone for now.</summary>
    public bool TryRun(PartedLoop loop)
    {
        var started = Stopwatch.GetTimestamp();
        if (started < Volatile.Read(ref _aloneUntil) || !_gate.TryEnter()) return false;
        try
        {
            while (_workers < Math.Min(loop.Parts, ThreadTeam.Threads) - 1) Start();
            (_loop, _failure) = (loop, null);
            Volatile.Write(ref _words->Unfinished, loop.Parts);
            var round = (uint)(_words->Claim >> 32) + 1;
            Interlocked.Exchange(ref _words->Claim, (long)round << 32 | (long)loop.Parts << 16);
            if (Volatile.Read(ref _words->Asleep) > 0) Futex.Advance(&_words->Bell);
            while (TryClaim(out var part)) Run(loop, part);
            Await(started);
            _failure?.Throw();
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Waits for the parts that workers took, and judges whether they were kept from running.</summary>
    private void Await(long started)
    {
        if (Volatile.Read(ref _words->Unfinished) == 0) return;
        var own = Stopwatch.GetTimestamp();
        for (var spin = 0; spin < Spins && Volatile.Read(ref _words->Unfinished) > 0; spin++) Thread.SpinWait(1);
        while (Volatile.Read(ref _words->Unfinished) is > 0 and var left) Futex.Wait(&_words->Unfinished, left);
        var now = Stopwatch.GetTimestamp();
        if (now - own > Math.Max(Patience, own - started))
        {
            Volatile.Write(ref _aloneUntil, now + _pause);
            _pause = Math.Min(_pause * 2, LongestPause);
        }
        else
        {
            _pause = Math.Max(_pause - _pause / 16, ShortestPause);
        }
    }

    /// <summary>Takes the next part of the loop under way. Who holds a part keeps the loop from ending, so that <see cref="_loop"/> is the loop it belongs to.</summary>
    private bool TryClaim(out int part)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _words->Claim);
            part = (int)(seen & 0xFFFF);
            if (part >= (int)(seen >> 16 & 0xFFFF)) return false;
            if (Interlocked.CompareExchange(ref _words->Claim, seen + 1, seen) == seen) return true;
        }
    }

    private void Run(PartedLoop loop, int part)
    {
        try
        {
            loop.Run(part);
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        Interlocked.Decrement(ref _words->Unfinished);
    }

    private void Start()
    {
        _workers++;
        new Thread(Work) { IsBackground = true, Name = $"team {_workers}" }.Start();
    }

    private void Work()
    {
        ThreadTeam.EnterWorker();
        while (true)
        {
            for (var spin = 0; spin < Spins; spin++)
            {
                if (TryClaim(out var part))
                {
                    Run(_loop!, part);
                    if (Volatile.Read(ref _words->Unfinished) == 0) Futex.Wake(&_words->Unfinished);
                    spin = 0;
                }
                Thread.SpinWait(1);
            }
            var bell = Volatile.Read(ref _words->Bell);
            Interlocked.Increment(ref _words->Asleep);
            if (!Open()) Futex.Wait(&_words->Bell, bell);
            Interlocked.Decrement(ref _words->Asleep);
        }
    }

    private bool Open()
    {
        var seen = Interlocked.Read(ref _words->Claim);
        return (seen & 0xFFFF) < (seen >> 16 & 0xFFFF);
    }

    /// <summary>What the threads share, a cache line each. A claim holds the loop's number, its parts, and the next part to take.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Words
    {
        [FieldOffset(0)] public long Claim;
        [FieldOffset(64)] public int Unfinished;
        [FieldOffset(128)] public int Bell;
        [FieldOffset(192)] public int Asleep;
    }
}
