using Heed.Models.Numerics.Native;

namespace Heed.Models.Numerics.Machine;

/// <summary>Measures a machine in under three seconds, once: figures are kept in the user's cache by processor, threads, kernels and version of Heed.</summary>
public sealed class MachineProbe(TimeProvider clock)
{
    /// <summary>The kept figures, or new ones where there are none or they cannot be read; what needs no measuring is as it is now.</summary>
    public MachineFigures Figures() => MachineCache.Get("machine", Measure) with { MemoryBytes = Memory, NativeLibraries = NativeRuntime.Loaded };

    /// <summary>New figures, kept from now on; rates of models that were measured before are forgotten.</summary>
    public MachineFigures Anew()
    {
        MachineCache.Clear();
        return Figures();
    }

    /// <summary>New figures; nothing is kept.</summary>
    public MachineFigures Measure()
    {
        NativeRuntime.Load();
        var rates = new ProductRates(clock);
        return new MachineFigures
        {
            Processor = Processor.Name,
            Threads = ThreadTeam.Threads,
            InstructionSets = Processor.InstructionSets(),
            MemoryBytes = Memory,
            Float32 = rates.Own(),
            Float32OfLibtorch = rates.Libtorch(TorchSharp.torch.float32),
            BFloat16OfLibtorch = rates.Libtorch(TorchSharp.torch.bfloat16),
            ReadRate = ReadRate(),
            NativeLibraries = NativeRuntime.Loaded,
            VectorWidth = SimdChoice.Wide ? Simd512.Width : Simd256.Width,
        };
    }

    private static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>GB/s of the best of four passes over a buffer that no cache holds.</summary>
    private unsafe double ReadRate()
    {
        const int length = 1 << 26; // 256 MB
        var data = LargeMemory.Floats(length);
        try
        {
            new Span<float>(data, length).Fill(1);
            var best = Enumerable.Range(0, 4).Min(_ =>
            {
                var start = clock.GetTimestamp();
                FlatSums.SumOfSquares(new ReadOnlySpan<float>(data, length));
                return clock.GetElapsedTime(start).TotalSeconds;
            });
            return length * (double)sizeof(float) / best / 1e9;
        }
        finally
        {
            LargeMemory.Free(data);
        }
    }
}
