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
        var (bytes, tensors) = (NativeBytes(), torch.Tensor.TotalCount);
        for (var i = 0; i < 30; i++) GenerateOnce(model);                // each holds some 10 MB
        Assert.InRange(NativeBytes() - bytes, long.MinValue, 1 << 20);
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
        var growth = Enumerable.Range(0, 3).Select(_ =>                  // the runtime compiles in the background: a leak grows every time
        {
            var bytes = NativeBytes();
            for (ulong i = 0; i < 100; i++) Run(i);
            return NativeBytes() - bytes;
        }).Min();
        Assert.InRange(growth, long.MinValue, 1 << 19);
    }

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
