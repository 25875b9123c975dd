using Heed.Models.Numerics.Kernels;
using Heed.Models.Numerics.Native;
using Heed.Runs;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Heed.Models.Tests.Numerics;

/// <summary>Every kernel, forward and backward, against libtorch's autograd in float64, in every vector width; odd sizes leave remainders.</summary>
public sealed unsafe class KernelTests
{
    private const int Rows = 7, Width = 45;

    public KernelTests() => NativeRuntime.Load();

    public static TheoryData<string> Widths => ["narrow", "wide"];

    [Theory]
    [MemberData(nameof(Widths))]
    public void RMSNorm(string vector)
    {
        using var scope = NewDisposeScope();
        float[] x = Normal(1, Rows * Width), gain = Normal(2, Width), dy = Normal(3, Rows * Width);
        float[] y = new float[x.Length], scale = new float[Rows], dx = new float[x.Length], dgain = new float[Width];
        fixed (float* px = x, pg = gain, pdy = dy, py = y, ps = scale, pdx = dx, pdg = dgain)
        {
            Of(vector).RmsNorm(px, pg, py, ps, Rows, Width, 1e-5f);
            Of(vector).RmsNormBackward(pdy, px, pg, ps, pdx, pdg, Rows, Width);
        }
        Tensor tx = Leaf(x, Rows, Width), tg = Leaf(gain, Width);
        var expected = tx * (tx.square().mean([-1], true) + 1e-5).rsqrt() * tg;
        Pull(expected, dy);
        Same(expected, y);
        Same(tx.grad!, dx);
        Same(tg.grad!, dgain);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void LayerNorm(string vector)
    {
        using var scope = NewDisposeScope();
        float[] x = Normal(1, Rows * Width), gain = Normal(2, Width), bias = Normal(4, Width), dy = Normal(3, Rows * Width);
        float[] y = new float[x.Length], mean = new float[Rows], scale = new float[Rows], dx = new float[x.Length], dgain = new float[Width], dbias = new float[Width];
        fixed (float* px = x, pg = gain, pb = bias, pdy = dy, py = y, pm = mean, ps = scale, pdx = dx, pdg = dgain, pdb = dbias)
        {
            Of(vector).LayerNorm(px, pg, pb, py, pm, ps, Rows, Width, 1e-5f);
            Of(vector).LayerNormBackward(pdy, px, pg, pm, ps, pdx, pdg, pdb, Rows, Width);
        }
        Tensor tx = Leaf(x, Rows, Width), tg = Leaf(gain, Width), tb = Leaf(bias, Width);
        var expected = F.layer_norm(tx, [Width], tg, tb, 1e-5);
        Pull(expected, dy);
        Same(expected, y);
        Same(tx.grad!, dx);
        Same(tg.grad!, dgain);
        Same(tb.grad!, dbias);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void SwiGLU(string vector)
    {
        using var scope = NewDisposeScope();
        float[] x = Normal(1, Rows * 2 * Width, 3), dy = Normal(3, Rows * Width), y = new float[Rows * Width], dx = new float[x.Length];
        fixed (float* px = x, pdy = dy, py = y, pdx = dx)
        {
            Of(vector).SwiGlu(px, py, Rows, Width);
            Of(vector).SwiGluBackward(pdy, px, pdx, Rows, Width);
        }
        var tx = Leaf(x, Rows, 2 * Width);
        var parts = tx.chunk(2, -1);
        var expected = F.silu(parts[0]) * parts[1];
        Pull(expected, dy);
        Same(expected, y);
        Same(tx.grad!, dx);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void GELU(string vector)
    {
        using var scope = NewDisposeScope();
        float[] x = Normal(1, Rows * Width, 3), dy = Normal(3, x.Length), y = new float[x.Length], dx = new float[x.Length];
        fixed (float* px = x, pdy = dy, py = y, pdx = dx)
        {
            Of(vector).Gelu(px, py, x.Length);
            Of(vector).GeluBackward(pdy, px, pdx, x.Length);
        }
        var tx = Leaf(x, Rows, Width);
        var expected = 0.5 * tx * (1 + (Math.Sqrt(2 / Math.PI) * (tx + 0.044715 * tx.pow(3))).tanh());
        Pull(expected, dy);
        Same(expected, y);
        Same(tx.grad!, dx);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Log_probabilities_and_entropies_of_logits(string vector)
    {
        using var scope = NewDisposeScope();
        const float inverse = 1 / 0.7f, dlogProb = 0.6f, dentropy = -1.3f;
        float[] z = Normal(1, Width, 4), gradient = [.. z];
        const int target = 11;
        float logSum, entropy;
        fixed (float* pz = z, pd = gradient)
        {
            (logSum, var mean) = Of(vector).LogSumExp(pz, Width, inverse);
            entropy = logSum - mean;
            Of(vector).LogitGradients(pd, Width, inverse, logSum, -dlogProb, -dentropy, entropy);
            gradient[target] += dlogProb * inverse;
        }
        var tz = Leaf(z, Width);
        var log = F.log_softmax(tz * inverse, -1);
        var expected = -(log.exp() * log).sum();
        (dlogProb * log[target] + dentropy * expected).backward();
        Assert.Equal(log[target].item<double>(), z[target] * inverse - logSum, 1e-5);
        Assert.Equal(expected.item<double>(), entropy, 1e-5);
        Same(tz.grad!, gradient);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rotation_is_that_of_complex_numbers_and_its_inverse_undoes_it(string vector)
    {
        const int heads = 2, headWidth = 38, half = headWidth / 2, positions = 5;
        float[] angles = [.. Normal(5, positions * half)], cos = [.. angles.Select(MathF.Cos)], sin = [.. angles.Select(MathF.Sin)];
        float[] x = Normal(1, Rows * heads * headWidth), turned = [.. x];
        int[] at = [0, 1, 2, 3, 4, 0, 1];
        fixed (float* pt = turned, pc = cos, ps = sin)
        {
            Of(vector).Rotate(pt, at, pc, ps, Rows, heads, headWidth, heads * headWidth, inverse: false);
            for (var r = 0; r < Rows; r++)
                for (var h = 0; h < heads; h++)
                    for (var i = 0; i < half; i++)
                    {
                        var first = (r * heads + h) * headWidth + i;
                        var expected = new System.Numerics.Complex(x[first], x[first + half]) * System.Numerics.Complex.FromPolarCoordinates(1, angles[at[r] * half + i]);
                        Assert.Equal(expected.Real, turned[first], 1e-5);
                        Assert.Equal(expected.Imaginary, turned[first + half], 1e-5);
                    }
            Of(vector).Rotate(pt, at, pc, ps, Rows, heads, headWidth, heads * headWidth, inverse: true);
        }
        for (var i = 0; i < x.Length; i++) Assert.Equal(x[i], turned[i], 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_token_that_occurs_twice_gets_both_gradients(string vector)
    {
        float[] table = Normal(1, 5 * Width), x = new float[3 * Width], dx = Normal(2, 3 * Width), dtable = new float[table.Length];
        int[] tokens = [4, 1, 4];
        fixed (float* pt = table, px = x, pdx = dx, pdt = dtable)
        {
            Of(vector).Embed(tokens, tokens, pt, null, px, Width);
            Of(vector).EmbedBackward(tokens, pdx, pdt, Width);
        }
        for (var i = 0; i < Width; i++)
        {
            Assert.Equal(table[4 * Width + i], x[2 * Width + i]);
            Assert.Equal(dx[i] + dx[2 * Width + i], dtable[4 * Width + i], 1e-6f);
            Assert.Equal(dx[Width + i], dtable[Width + i]);
        }
    }

    private static Kernels Of(string vector) => vector == "narrow" ? Kernels.Narrow : Kernels.Wide;

    private static float[] Normal(ulong seed, int count, double deviation = 1)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * random.NextGaussian()))];
    }

    private static Tensor Leaf(float[] values, params long[] shape) => tensor(values).reshape(shape).to(float64).detach().requires_grad_();

    private static void Pull(Tensor output, float[] upstream) => (output * tensor(upstream).reshape(output.shape)).sum().backward();

    private static void Same(Tensor expected, float[] actual)
    {
        var want = expected.detach().flatten().data<double>().ToArray();
        Assert.Equal(want.Length, actual.Length);
        for (var i = 0; i < want.Length; i++)
            Assert.True(Math.Abs(want[i] - actual[i]) <= 2e-5 * Math.Max(1, Math.Abs(want[i])), $"[{i}]: expected {want[i]:R}, got {actual[i]:R}");
    }
}
