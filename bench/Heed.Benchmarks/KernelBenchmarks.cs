using BenchmarkDotNet.Attributes;
using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Kernels;
using Heed.Models.Numerics.Native;

namespace Heed.Benchmarks;

/// <summary>The small operations of a layer of the 30M model, over a batch of 2,048 tokens, in each vector width.</summary>
public unsafe class KernelBenchmarks
{
    private const int N = 2048, Width = 512, Inner = 1408, Heads = 8;

    private readonly NativeArray _a = new(N * 2 * Inner), _b = new(N * 2 * Inner), _c = new(N * 2 * Inner), _gain = new(N);
    private readonly int[] _positions = [.. Enumerable.Range(0, N).Select(i => i % 256)], _starts = [.. Enumerable.Range(0, 9).Select(i => 256 * i)];
    private readonly AttentionStep _attention = new(new LinearMap(0, 3 * Width, Width, null), new LinearMap(0, Width, Width, null), Heads, Heads, Width / Heads);
    private Kernels _kernels = Kernels.Narrow;

    [Params(KernelChoice.Avx2, KernelChoice.Avx512)]
    public KernelChoice Vectors { get; set; }

    [GlobalSetup]
    public void Start()
    {
        NativeRuntime.Load();
        SimdChoice.Take(Vectors);
        _kernels = Kernels.Chosen;
    }

    [Benchmark]
    public void RmsNorm() => _kernels.RmsNorm(_a.Data, _gain.Data, _b.Data, _c.Data, N, Width, 1e-5f);

    [Benchmark]
    public void RmsNormBackward() => _kernels.RmsNormBackward(_b.Data, _a.Data, _gain.Data, _gain.Data, _c.Data, _c.Data, N, Width);

    [Benchmark]
    public void SwiGlu() => _kernels.Gate(Activation.Silu, _a.Data, _b.Data, N, Inner);

    [Benchmark]
    public void SwiGluBackward() => _kernels.GateBackward(Activation.Silu, _b.Data, _a.Data, _c.Data, N, Inner);

    [Benchmark]
    public void Rotate() => _kernels.Rotate(_a.Data, _positions, _b.Data, _c.Data, 2 * Heads, Width / Heads, Width / Heads, 3 * Width, inverse: false);

    [Benchmark]
    public void Attention() => CausalAttention.Forward(_a.Data, _b.Data, _starts, _attention);

    [Benchmark]
    public void AttentionBackward() => CausalAttention.Backward(_a.Data, _b.Data, _c.Data, _starts, _attention);
}
