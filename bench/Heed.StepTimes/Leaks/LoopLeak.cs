using TorchSharp;

namespace Heed.StepTimes.Leaks;

/// <summary>What a loop leaves behind over its watched steps: tensors that live on, and resident memory.</summary>
internal sealed record LoopLeak(long Tensors, double MegabytesAHundredSteps)
{
    /// <summary>Watches a loop, once a session.</summary>
    public static LoopLeak Of(Session session, string loop) => session.Shared($"leak {loop}", () =>
    {
        var training = TinyLoops.All[loop]();
        var steps = session.Quick ? TinyLoops.Steps / 5 : TinyLoops.Steps;
        for (var step = 0; step < TinyLoops.WarmUp; step++) training.Step(step);
        var (tensors, resident) = Look();
        for (var step = 0; step < steps; step++) training.Step(TinyLoops.WarmUp + step);
        var (after, residentAfter) = Look();
        (training as IDisposable)?.Dispose();
        session.Log($"{loop}: {after - tensors:+0;-0;0} tensors, {(residentAfter - resident) / 1e3:+0;-0;0} KB after {steps} steps");
        return new LoopLeak(after - tensors, (residentAfter - resident) / 1e6 / (steps / 100.0));
    });

    /// <summary>Live tensors and resident bytes, after the collector has had its turn and given back the memory that it keeps for new objects.</summary>
    private static (long Tensors, long Resident) Look()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (torch.Tensor.TotalCount, Environment.WorkingSet);
    }
}

/// <summary>Tensors that a loop leaves alive.</summary>
internal sealed class LeakedTensors(string loop) : Measurement
{
    public override string Name => $"leaked_tensors_{loop}";

    public override string Unit => "tensors";

    public override Better Better => Better.Lower;

    public override double Goal(BenchMachine machine) => 0;

    public override double Measure(Session session) => LoopLeak.Of(session, loop).Tensors;
}

/// <summary>Resident memory that a loop gains.</summary>
internal sealed class LeakedMemory(string loop) : Measurement
{
    public override string Name => $"leaked_memory_{loop}";

    public override string Unit => "MB a hundred steps";

    public override Better Better => Better.Lower;

    public override double Goal(BenchMachine machine) => 1;

    public override double Measure(Session session) => LoopLeak.Of(session, loop).MegabytesAHundredSteps;
}
