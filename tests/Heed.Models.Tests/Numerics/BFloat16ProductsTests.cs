using System.Runtime.Intrinsics;
using Heed.Models.Architecture;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Kernels;
using Heed.Models.Numerics.Native;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Numerics;

public sealed unsafe class BFloat16ProductsTests
{
    [Fact]
    public void Rounding_is_to_the_nearest_with_ties_to_even_in_every_width()
    {
        // 1 + 2⁻⁸ lies halfway between 1 and 1 + 2⁻⁷: to the even one, 1; 1 + 3·2⁻⁸ to 1 + 2·2⁻⁷.
        float[] values = [.. Enumerable.Range(0, 70).Select(i => 1 + i / 256f)], exact = new float[70], expected = [.. Enumerable.Range(0, 70).Select(i => 1 + MathF.Round(i / 2f) / 128)];
        var rounded = new ushort[70];
        fixed (float* v = values, e = exact)
        fixed (ushort* r = rounded)
        {
            BFloat16Kernel.Round<Simd256, Vector256<float>>(v, r, 70);
            BFloat16Kernel.Widen<Simd256, Vector256<float>>(r, e, 70, add: false);
            Assert.Equal(expected, exact);
            BFloat16Kernel.Round<Simd512, Vector512<float>>(v, r, 70);
            BFloat16Kernel.Widen<Simd512, Vector512<float>>(r, e, 70, add: true);
        }
        Assert.Equal(expected.Select(x => 2 * x), exact);
    }

    [Fact]
    public void Products_are_those_of_float32_to_the_precision_of_bfloat16()
    {
        NativeRuntime.Load();
        const int n = 37, inputs = 264, outputs = 272;
        float[] x = Normal(1, n * inputs), w = Normal(2, outputs * inputs), dy = Normal(3, n * outputs);
        using MatrixProducts exact = MatrixProducts.Of(NumericType.Float32), rounded = MatrixProducts.Of(NumericType.BFloat16);
        float[][] Run(MatrixProducts products)
        {
            float[] y = Normal(4, n * outputs), dx = new float[x.Length], dw = Normal(5, w.Length);
            fixed (float* px = x, pw = w, pdy = dy, py = y, pdx = dx, pdw = dw)
            {
                products.Forward(px, pw, py, n, inputs, outputs, add: true);
                products.Backward(pdy, px, pw, pdx, pdw, n, inputs, outputs);
            }
            return [y, dx, dw];
        }
        foreach (var (want, got) in Run(exact).Zip(Run(rounded)))
            Assert.InRange(Distance(want, got), 1e-6, 0.01);
    }

    [Fact]
    public void Gradients_of_a_model_point_the_same_way()
    {
        var config = new DecoderConfig { VocabularySize = 300, Width = 256, Layers = 2, Heads = 4, FeedForwardWidth = 320, MaxPositions = 32 };
        using var model = new Decoder(config, new SeededRandom(1), new WeightInitialisation { EmbeddingDeviation = 0.1 });
        var random = new SeededRandom(2);
        var batch = PackedBatch.Of([.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 20).Select(_ => random.Next(300)).ToArray())]);
        int[] rows = [.. Enumerable.Range(0, 60).Where(i => i % 20 < 19)], targets = Array.ConvertAll(rows, r => batch.Tokens[r + 1]);
        float[] Gradient(NumericType type)
        {
            model.Numbers = type;
            model.Gradients.All.Clear();
            using var pass = model.Forward(batch, train: true);
            pass.CrossEntropy(rows, targets, 1.0 / rows.Length);
            pass.Backward();
            return model.Gradients.All.ToArray();
        }
        Assert.InRange(Distance(Gradient(NumericType.Float32), Gradient(NumericType.BFloat16)), 1e-6, 0.05);
    }

    [Theory]
    [InlineData(Activation.Silu)]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.GeluTanh)]
    public void What_lies_between_two_maps_is_the_same_to_the_bit_in_half_of_the_memory(Activation activation)
    {
        NativeRuntime.Load();
        const int n = 19, width = 96, inner = 160;
        using var model = new Decoder(new DecoderConfig { VocabularySize = 50, Width = width, Layers = 1, Heads = 2, FeedForwardWidth = inner, MaxPositions = 32 }, new SeededRandom(1)) { Numbers = NumericType.BFloat16 };
        var step = model.Plan.Residuals.Select(r => r.Branch).OfType<FeedForwardStep>().Single() with { Activation = activation };
        var (input, output, products, kernels) = (step.Input, step.Output, model.Products, Kernels.Chosen);
        float[] x = Normal(2, n * width), dy = Normal(3, n * width), wide = new float[n * 2 * inner], gated = new float[n * inner], dgated = new float[n * inner], dwide = new float[n * 2 * inner];
        float[] y = new float[x.Length], dx = new float[x.Length], got = new float[x.Length], gotDx = new float[x.Length];
        fixed (float* px = x, pdy = dy, pw = wide, pg = gated, pdg = dgated, pdw = dwide, py = y, pdx = dx, pgot = got, pgotDx = gotDx)
        {
            products.Forward(px, model.Weight(input.Weight), pw, n, width, 2 * inner);
            kernels.Gate(activation, pw, pg, n, inner);
            products.Forward(pg, model.Weight(output.Weight), py, n, inner, width);
            products.Backward(pdy, pg, model.Weight(output.Weight), pdg, model.Gradient(output.Weight), n, inner, width);
            kernels.GateBackward(activation, pdg, pw, pdw, n, inner);
            products.Backward(pdw, px, model.Weight(input.Weight), pdx, model.Gradient(input.Weight), n, width, 2 * inner);
            var gradients = model.Gradients.All.ToArray();
            model.Gradients.All.Clear();

            var pass = new FeedForwardPass(model, new LinearPass(model, n), n);
            Assert.Equal(BFloat16Products.Padded(n) * inner, pass.Kept(step));
            var kept = model.Workspace.Take(pass.Kept(step));
            pass.Forward(step, px, kept, pgot, add: false);
            pass.Backward(step, px, kept, pdy, pgotDx);
            Assert.Equal(gradients, model.Gradients.All.ToArray());
        }
        Assert.Equal(y, got);
        Assert.Equal(dx, gotDx);
    }

    private static double Distance(float[] want, float[] got) =>
        Math.Sqrt(want.Zip(got, (a, b) => Math.Pow((double)a - b, 2)).Sum() / want.Sum(a => (double)a * a));

    private static float[] Normal(ulong seed, int count)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }
}
