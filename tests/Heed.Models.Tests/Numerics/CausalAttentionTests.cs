using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Native;
using Heed.Runs;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Heed.Models.Tests.Numerics;

/// <summary>Attention over packed sequences against libtorch's autograd, sequence by sequence, in float64.</summary>
public sealed unsafe class CausalAttentionTests
{
    [Theory]
    [InlineData(4, 4, 8)]
    [InlineData(4, 2, 12)]
    [InlineData(6, 1, 33)]
    public void Packed_sequences_attend_each_to_itself(int heads, int keyValueHeads, int headWidth)
    {
        NativeRuntime.Load();
        using var scope = NewDisposeScope();
        int[] starts = [0, 1, 38, 50, 330];                              // one token, remainders, more than two blocks of queries
        var step = new AttentionStep(new LinearMap(0, 0, 0, null), new LinearMap(0, 0, 0, null), heads, keyValueHeads, headWidth, null);
        float[] fused = Normal(1, starts[^1] * step.Fused), upstream = Normal(2, starts[^1] * heads * headWidth);
        float[] output = new float[upstream.Length], gradient = new float[fused.Length];
        fixed (float* pf = fused, pu = upstream, po = output, pg = gradient)
        {
            CausalAttention.Forward(pf, po, starts, step);
            CausalAttention.Backward(pf, pu, pg, starts, step);
        }
        var leaf = tensor(fused).reshape(starts[^1], heads + 2 * keyValueHeads, headWidth).to(float64).requires_grad_();
        var parts = Enumerable.Range(0, starts.Length - 1).Select(s => Alone(leaf.narrow(0, starts[s], starts[s + 1] - starts[s]), heads, keyValueHeads));
        var expected = cat(parts.ToArray());
        (expected * tensor(upstream).reshape(expected.shape)).sum().backward();
        Same(expected, output);
        Same(leaf.grad!, gradient);
    }

    private static Tensor Alone(Tensor fused, int heads, int keyValueHeads)
    {
        var x = fused.transpose(0, 1);
        Tensor q = x.narrow(0, 0, heads), k = x.narrow(0, heads, keyValueHeads), v = x.narrow(0, heads + keyValueHeads, keyValueHeads);
        long group = heads / keyValueHeads;
        return F.scaled_dot_product_attention(q, k.repeat_interleave(group, 0), v.repeat_interleave(group, 0), is_casual: true).transpose(0, 1);
    }

    private static float[] Normal(ulong seed, int count)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }

    private static void Same(Tensor expected, float[] actual)
    {
        var want = expected.detach().flatten().data<double>().ToArray();
        for (var i = 0; i < want.Length; i++) Assert.True(Math.Abs(want[i] - actual[i]) <= 2e-5 * Math.Max(1, Math.Abs(want[i])), $"[{i}]: expected {want[i]:R}, got {actual[i]:R}");
    }
}
