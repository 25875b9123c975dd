using System.Runtime.Intrinsics;
using CsCheck;
using Heed.Models.Numerics;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Numerics;

public sealed unsafe class MatrixMultiplyTests
{
    private static readonly Gen<(int M, int N, int K)> Sizes = Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.OneOf(Gen.Int[1, 40], Gen.Int[250, 530]));

    [Fact]
    public void A_product_of_any_size_is_that_of_the_definition() => Sizes.Sample(s =>
    {
        var (m, n, k) = s;
        float[] x = Normal(1, m * k), w = Normal(2, n * k), y = Normal(3, m * n), before = [.. y];
        fixed (float* px = x, pw = w, py = y) MatrixMultiply.Forward(px, pw, py, m, k, n, add: true);
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
            {
                var sum = (double)before[i * n + j];
                for (var d = 0; d < k; d++) sum += (double)x[i * k + d] * w[j * k + d];
                Assert.Equal(sum, y[i * n + j], 2e-4);
            }
    }, iter: 60);

    [Fact]
    public void The_three_products_of_a_linear_map_agree_with_each_other() => Sizes.Sample(s =>
    {
        var (n, inputs, outputs) = s;                                    // ⟨dy, x Wᵀ⟩ = ⟨dy W, x⟩ = ⟨dyᵀ x, W⟩
        float[] x = Normal(1, n * inputs), w = Normal(2, outputs * inputs), dy = Normal(3, n * outputs);
        float[] y = new float[dy.Length], dx = new float[x.Length], dw = new float[w.Length];
        fixed (float* px = x, pw = w, pdy = dy, py = y, pdx = dx, pdw = dw)
        {
            MatrixMultiply.Forward(px, pw, py, n, inputs, outputs);
            MatrixMultiply.BackwardInput(pdy, pw, pdx, n, inputs, outputs, add: false);
            MatrixMultiply.BackwardWeight(pdy, px, pdw, n, inputs, outputs);
        }
        var inner = Inner(dy, y);
        var tolerance = 1e-6 * Math.Sqrt(Inner(dy, dy) * Inner(y, y)) + 1e-4;
        Assert.Equal(inner, Inner(dx, x), tolerance);
        Assert.Equal(inner, Inner(dw, w), tolerance);
    }, iter: 60);

    [Fact]
    public void Widths_and_threads_do_not_change_a_bit() => Sizes.Sample(s =>
    {
        var (m, n, k) = s;
        var alone = Product<Simd512, Vector512<float>>(m, n, k, parallel: false);
        Assert.Equal(alone, Product<Simd512, Vector512<float>>(m, n, k, parallel: true));
        Assert.Equal(alone, Product<Simd256, Vector256<float>>(m, n, k, parallel: false));
        Assert.Equal(alone, Product<Simd256, Vector256<float>>(m, n, k, parallel: true));
    }, iter: 60);

    private static float[] Product<S, V>(int m, int n, int k, bool parallel) where S : struct, ISimd<V> where V : struct
    {
        float[] a = Normal(1, m * k), b = Normal(2, k * n), c = new float[m * n];
        fixed (float* pa = a, pb = b, pc = c)
            PackedProduct<S, V>.Multiply(new MatrixView(pa, 1, m), new PanelSource(new MatrixView(pb, 1, k)), pc, n, m, n, k, add: false, parallel);
        return c;
    }

    private static double Inner(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    private static float[] Normal(ulong seed, int count)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }
}
