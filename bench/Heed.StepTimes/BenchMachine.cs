using Heed.Models.Numerics;
using Heed.Models.Numerics.Machine;
using Heed.Models.Numerics.Native;

namespace Heed.StepTimes;

/// <summary>What of a machine decides which goals hold on it.</summary>
/// <param name="Name">The processor, the threads and the instructions used.</param>
/// <param name="BFloat16">Whether its bfloat16 product is worth using.</param>
public sealed record BenchMachine(string Name, int Threads, bool BFloat16)
{
    /// <summary>This machine, with the kernels and threads that are set now.</summary>
    public static BenchMachine Here(TimeProvider clock)
    {
        NativeRuntime.Load();                    // figures may be kept ones, and rows name libtorch's types before they use it
        var figures = new MachineProbe(clock).Figures();
        var fast = figures.Choice == NumericType.BFloat16;
        return new BenchMachine($"{figures.Processor}, {figures.Threads} threads, {(SimdChoice.Wide ? "AVX-512" : "AVX2")}{(fast ? ", bfloat16" : "")}", figures.Threads, fast);
    }

    /// <summary>A goal that differs between machines with fast bfloat16 and those without.</summary>
    public double Goal(double bfloat16, double float32) => BFloat16 ? bfloat16 : float32;
}
