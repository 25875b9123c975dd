using System.Runtime.Intrinsics;
using CsCheck;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Native;
using Heed.Runs;
using Xunit;
using static TorchSharp.torch;

namespace Heed.Models.Tests.Numerics;

[Collection(Alone.Name)]
public sealed class AdamWKernelTests
{
    [Fact]
    public void One_step_by_hand()
    {
        // t = 1, g = 2·0.5 = 1: m = 0.1, v = 0.001; m/(1−0.9) = 1, √(v/(1−0.999)) = 1; θ = (1 − 0.1·0.5)·4 − 0.1·1/(1 + 0) = 3.7
        float[] w = [4], g = [2], m = [0], v = [0];
        AdamWKernel.Step(w, g, m, v, new AdamWNumbers(0.1, 0.9, 0.999, 0, 0.5, 1 - 0.9, 1 - 0.999, 0.5));
        Assert.Equal(3.7f, w[0], 1e-5f);
        Assert.Equal(0.1f, m[0], 1e-7f);
        Assert.Equal(0.001f, v[0], 1e-8f);
    }

    [Fact]
    public void Twenty_steps_are_those_of_torch()
    {
        NativeRuntime.Load();
        using var scope = NewDisposeScope();
        var start = Normal(1, 1003);
        var parameter = new TorchSharp.Modules.Parameter(tensor(start));
        var optimizer = optim.AdamW([parameter], lr: 0.01, beta1: 0.9, beta2: 0.95, eps: 1e-8, weight_decay: 0.1);
        float[] w = [.. start], m = new float[w.Length], v = new float[w.Length];
        for (var t = 1; t <= 20; t++)
        {
            var g = Normal(100 + t, w.Length);
            parameter.grad = tensor(g);
            optimizer.step();
            AdamWKernel.Step(w, g, m, v, new AdamWNumbers(0.01, 0.9, 0.95, 1e-8, 0.1, 1 - Math.Pow(0.9, t), 1 - Math.Pow(0.95, t), 1));
        }
        var expected = parameter.data<float>().ToArray();
        for (var i = 0; i < w.Length; i++) Assert.Equal(expected[i], w[i], 2e-6f);
    }

    [Fact]
    public unsafe void Every_width_gives_the_same_bits() => Gen.Int[1, 300].Sample(n =>
    {
        var wide = Run(n, (w, g, m, v, numbers) => AdamWKernel.Step<Simd512, Vector512<float>>(w, g, m, v, n, numbers));
        var narrow = Run(n, (w, g, m, v, numbers) => AdamWKernel.Step<Simd256, Vector256<float>>(w, g, m, v, n, numbers));
        Assert.Equal(wide, narrow);
    }, iter: 50);

    [Fact]
    public void Norms_do_not_depend_on_the_threads()
    {
        var values = Normal(3, 100_001);
        var before = ThreadTeam.Threads;
        var norms = new[] { 1, 2, 3 }.Select(threads =>
        {
            ThreadTeam.Threads = threads;
            return FlatSums.Norm(values);
        }).ToArray();
        ThreadTeam.Threads = before;
        Assert.Equal(norms[0], norms[1]);
        Assert.Equal(norms[0], norms[2]);
        Assert.Equal(Math.Sqrt(values.Sum(x => (double)x * x)), norms[0], 1e-6 * norms[0]);
    }

    [Fact]
    public void A_norm_over_a_NaN_is_NaN() => Assert.True(double.IsNaN(FlatSums.Norm([1, float.NaN, 2])));

    private unsafe delegate void Body(float* w, float* g, float* m, float* v, AdamWNumbers numbers);

    private static unsafe float[] Run(int n, Body body)
    {
        float[] weights = Normal(1, n), gradients = Normal(2, n), first = Normal(3, n), second = [.. Normal(4, n).Select(x => x * x)];
        fixed (float* w = weights, g = gradients, m = first, v = second) body(w, g, m, v, new AdamWNumbers(0.01, 0.9, 0.95, 1e-8, 0.1, 0.3, 0.2, 0.7));
        return [.. weights, .. first, .. second];
    }

    private static float[] Normal(int seed, int count)
    {
        var random = new SeededRandom((ulong)seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }
}
