using Heed.Models.Numerics;
using Heed.Models.Numerics.Machine;
using Xunit;

namespace Heed.Models.Tests.Numerics;

[Collection(Alone.Name)]
public sealed class MachineProbeTests
{
    private static readonly MachineFigures Figures = new()
    {
        Processor = "one of a kind",
        Threads = 2,
        InstructionSets = ["AVX2"],
        MemoryBytes = 1L << 33,
        Float32 = 120,
        Float32OfLibtorch = 110,
        BFloat16OfLibtorch = 0.3,
        ReadRate = 20,
        NativeLibraries = [],
        VectorWidth = 8,
    };

    [Fact]
    public void A_machine_is_measured_within_three_seconds()
    {
        var start = TimeProvider.System.GetTimestamp();
        var figures = new MachineProbe(TimeProvider.System).Measure();
        TestContext.Current.TestOutputHelper!.WriteLine(System.Text.Json.JsonSerializer.Serialize(figures));
        Assert.True(figures.Float32 > 1 && figures.Float32OfLibtorch > 1 && figures.ReadRate > 0.5);
        Assert.Equal(5, figures.NativeLibraries.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(start).TotalSeconds < 10, "three seconds on a machine that does nothing else");
    }

    [Fact]
    public void Slow_bfloat16_leaves_float32_and_says_why()
    {
        Assert.Equal(NumericType.Float32, Figures.Choice);
        Assert.Contains("0.3 GFLOP/s", Figures.Reason);
    }

    [Fact]
    public void Fast_bfloat16_is_chosen() => Assert.Equal(NumericType.BFloat16, (Figures with { BFloat16OfLibtorch = 400 }).Choice);
}
