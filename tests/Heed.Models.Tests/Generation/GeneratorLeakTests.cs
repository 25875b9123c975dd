using System.Runtime.InteropServices;
using Heed.Models.Generation;
using TorchSharp;
using Xunit;

namespace Heed.Models.Tests.Generation;

[Collection(Alone.Name)]
public sealed class GeneratorLeakTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_generator_gives_all_its_native_memory_back_and_makes_no_tensor()
    {
        using var model = new RandomModel(RandomModel.WideLlama);
        GenerateOnce(model);
        NativeBytes();                                                                         // finalizers of earlier tests have run
        var tensors = torch.Tensor.TotalCount;
        Assert.InRange(Growth(3, 30, _ => GenerateOnce(model)), long.MinValue, 1 << 20);       // each holds some 10 MB
        Assert.Equal(tensors, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Generating_again_and_again_takes_no_more_native_memory()
    {
        using var model = new RandomModel(RandomModel.Llama);
        using var generator = new Generator(model.Plan, model.Weights);
        void Run(ulong seed)
        {
            generator.Refresh();
            generator.Generate(model.RaggedPrompts(20, 30), new SamplingOptions { MaxNewTokens = 30, TopP = 0.9 }, seed, cancellation: Cancel);
        }
        for (ulong i = 0; i < 20; i++) Run(i);
        var growth = Growth(3, 100, Run);
        Assert.InRange(growth, long.MinValue, 1 << 19);
    }

    /// <summary>The least growth of several series: the runtime compiles in the background, but a leak grows every time.</summary>
    private static long Growth(int series, int runs, Action<ulong> run) => Enumerable.Range(0, series).Min(_ =>
    {
        var bytes = NativeBytes();
        for (ulong i = 0; i < (ulong)runs; i++) run(i);
        return NativeBytes() - bytes;
    });

    private static void GenerateOnce(RandomModel model)
    {
        using var generator = new Generator(model.Plan, model.Weights);
        generator.Generate(model.RaggedPrompts(10, 20), new SamplingOptions { MaxNewTokens = 10 }, seed: 1, cancellation: Cancel);
    }

    /// <summary>What the C allocator has handed out, from its heap and by mapping.</summary>
    private static long NativeBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var info = mallinfo2();
        return (long)(info.InUse + info.Mapped);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct AllocatorState
    {
        private readonly nuint _arena, _ordinary, _small, _maps;
        public readonly nuint Mapped;
        private readonly nuint _unused, _smallFree;
        public readonly nuint InUse;
        private readonly nuint _free, _top;
    }

    [DllImport("libc", EntryPoint = "mallinfo2"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern AllocatorState mallinfo2();
}
