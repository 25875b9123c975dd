using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Heed.Models.Architecture;
using Heed.Models.Generation;
using Heed.Models.Generation.Kernels;
using Heed.Models.Numerics;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation.Kernels;

/// <summary>The generator's kernels at both vector widths against plain loops in double precision.</summary>
public sealed unsafe class RowKernelTests : IDisposable
{
    private const double Tolerance = 1e-5;

    public static TheoryData<bool, int, int, int> Products => [.. from wide in new[] { false, true }
                                                                   from rows in new[] { 1, 2, 3, 5, 6, 7, 12, 17 }
                                                                   from shape in new[] { (1, 1), (27, 37), (64, 128), (100, 70) }
                                                                   select (wide, rows, shape.Item1, shape.Item2)];

    private readonly List<nint> _owned = [];
    private readonly SeededRandom _random = new(17, "kernels");

    [Theory]
    [MemberData(nameof(Products))]
    public void A_packed_product_is_the_product_whatever_the_number_of_rows(bool wide, int rows, int depth, int outputs)
    {
        var map = new LinearMap(0, outputs, depth, (long)outputs * depth);
        var parameters = Random(outputs * depth + outputs);
        var x = Random(rows * depth);
        var stride = (outputs + 31) / 32 * 32;
        var y = Random(rows * stride);
        var expected = new double[rows, outputs];
        for (var r = 0; r < rows; r++)
            for (var o = 0; o < outputs; o++)
            {
                expected[r, o] = y[r * stride + o] + parameters[outputs * depth + o];
                for (var k = 0; k < depth; k++) expected[r, o] += (double)x[r * depth + k] * parameters[o * depth + k];
            }
        if (wide) Multiply<Simd512, Vector512<float>>(map, parameters, x, rows, y, stride);
        else Multiply<Simd256, Vector256<float>>(map, parameters, x, rows, y, stride);
        for (var r = 0; r < rows; r++)
            for (var o = 0; o < outputs; o++) Assert.Equal(expected[r, o], y[r * stride + o], Tolerance * depth);
    }

    [Theory]
    [InlineData(false, 1, 8, 0, null)]
    [InlineData(false, 16, 10, 0, null)]
    [InlineData(false, 17, 64, 16, null)]
    [InlineData(false, 100, 80, 0, 1.5f)]
    [InlineData(false, 100, 80, 53, null)]
    [InlineData(true, 1, 8, 0, null)]
    [InlineData(true, 16, 10, 15, 0.7f)]
    [InlineData(true, 17, 64, 0, null)]
    [InlineData(true, 100, 80, 0, null)]
    [InlineData(true, 100, 80, 53, 1.5f)]
    public void Attention_over_pages_is_attention(bool wide, int positions, int width, int first, float? cap)
    {
        using var cache = new KeyValueCache(layers: 2, keyValueHeads: 2, width);
        cache.Reserve(20);
        var pages = new PageList(cache);
        pages.MakeRoom(3);
        new PageList(cache).MakeRoom(20);                               // pages of the list lie apart
        pages.MakeRoom(positions);
        float* keys = Random(positions * width), values = Random(positions * width), query = Random(width), output = Random(width + 16);
        for (var t = 0; t < positions; t++)
            for (var i = 0; i < width; i++)
            {
                cache.Keys(pages.Pages[t / 16], 1, 1)[i * 16 + t % 16] = keys[t * width + i];
                cache.Values(pages.Pages[t / 16], 1, 1)[t % 16 * cache.ValueWidth + i] = values[t * width + i];
            }
        var guard = output[width];
        var scratch = Random(2 * PagedAttention<Simd256, Vector256<float>>.ScratchSize(positions, cache.ValueWidth));
        if (wide) Attend<Simd512, Vector512<float>>(query, cache, pages, first, positions, cap, scratch, output);
        else Attend<Simd256, Vector256<float>>(query, cache, pages, first, positions, cap, scratch, output);
        var p = NaiveDecoder.LogSoftmax([.. Enumerable.Range(first, positions - first).Select(t => Dot(query, keys + t * width, width)).Select(s => cap is { } c ? c * Math.Tanh(s / c) : s)]);
        for (var i = 0; i < width; i++)
            Assert.Equal(Enumerable.Range(first, positions - first).Sum(t => Math.Exp(p[t - first]) * values[t * width + i]), output[i], Tolerance);
        Assert.Equal(guard, output[width]);
    }

    public void Dispose() => _owned.ForEach(p => NativeMemory.AlignedFree((void*)p));

    private static void Attend<S, V>(float* query, KeyValueCache cache, PageList pages, int first, int positions, float? cap, float* scratch, float* output)
        where S : struct, ISimd<V> where V : struct
    {
        SkipUnless<S, V>();
        PagedAttention<S, V>.Attend(query, cache, pages.Pages, 1, 1, first, positions, cap, scratch, output);
    }

    private static void Multiply<S, V>(LinearMap map, float* parameters, float* x, int rows, float* y, int stride) where S : struct, ISimd<V> where V : struct
    {
        SkipUnless<S, V>();
        using var packed = new PackedMatrix(map, 2 * S.Width);
        for (var panel = 0; panel < packed.PanelCount; panel++) packed.Pack(panel, parameters);
        PackedMultiply<S, V>.Panels(x, rows, map.Inputs, packed, 0, packed.PanelCount, y, stride, add: true);
    }

    private static void SkipUnless<S, V>() where S : struct, ISimd<V> where V : struct =>
        Assert.SkipUnless(S.Width <= 8 || SimdChoice.Wide, "this processor has no AVX-512");

    private static double Dot(float* a, float* b, int count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++) sum += (double)a[i] * b[i];
        return sum;
    }

    private float* Random(int count)
    {
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)(count + 64) * sizeof(float), 64);
        _owned.Add((nint)memory);
        for (var i = 0; i < count + 64; i++) memory[i] = (float)_random.NextGaussian();
        return memory;
    }
}
