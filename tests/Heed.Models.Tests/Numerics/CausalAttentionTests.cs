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
    [InlineData(4, 4, 8, null, null)]
    [InlineData(4, 2, 12, null, null)]
    [InlineData(6, 1, 33, null, null)]
    [InlineData(4, 2, 12, 7, null)]
    [InlineData(2, 2, 16, 60, 1.5)]
    [InlineData(4, 1, 10, null, 0.7)]
    public void Packed_sequences_attend_each_to_itself(int heads, int keyValueHeads, int headWidth, int? window, double? cap)
    {
        NativeRuntime.Load();
        using var scope = NewDisposeScope();
        int[] starts = [0, 1, 38, 50, 330];                              // one token, remainders, more than two blocks of queries
        var step = new AttentionStep(new LinearMap(0, 0, 0, null), new LinearMap(0, 0, 0, null), heads, keyValueHeads, headWidth) { Window = window, Cap = (float?)cap, Scale = 0.4f };
        float[] fused = Normal(1, starts[^1] * step.Fused), upstream = Normal(2, starts[^1] * heads * headWidth);
        float[] output = new float[upstream.Length], gradient = new float[fused.Length];
        fixed (float* pf = fused, pu = upstream, po = output, pg = gradient)
        {
            CausalAttention.Forward(pf, po, starts, step);
            CausalAttention.Backward(pf, pu, pg, starts, step);
        }
        var leaf = tensor(fused).reshape(starts[^1], heads + 2 * keyValueHeads, headWidth).to(float64).requires_grad_();
        var parts = Enumerable.Range(0, starts.Length - 1).Select(s => Alone(leaf.narrow(0, starts[s], starts[s + 1] - starts[s]), step));
        var expected = cat(parts.ToArray());
        (expected * tensor(upstream).reshape(expected.shape)).sum().backward();
        Same(expected, output);
        Same(leaf.grad!, gradient);
    }

    private static Tensor Alone(Tensor fused, AttentionStep step)
    {
        var x = fused.transpose(0, 1);
        Tensor q = x.narrow(0, 0, step.Heads), k = x.narrow(0, step.Heads, step.KeyValueHeads), v = x.narrow(0, step.Heads + step.KeyValueHeads, step.KeyValueHeads);
        long group = step.Heads / step.KeyValueHeads;
        var scores = q.matmul(k.repeat_interleave(group, 0).transpose(1, 2)) * (double)step.Scale;
        if (step.Cap is { } cap) scores = (scores / (double)cap).tanh() * (double)cap;
        var position = arange(x.shape[1]);
        var distance = position.unsqueeze(1) - position.unsqueeze(0);
        var hidden = distance.lt(0).logical_or(distance.ge(step.Window ?? x.shape[1]));
        return F.softmax(scores.masked_fill(hidden, double.NegativeInfinity), -1).matmul(v.repeat_interleave(group, 0)).transpose(0, 1);
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
