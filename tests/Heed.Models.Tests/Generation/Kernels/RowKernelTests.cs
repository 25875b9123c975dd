using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Heed.Models.Architecture;
using Heed.Models.Generation;
using Heed.Models.Generation.Kernels;
using Heed.Models.Numerics;
using Heed.Models.Numerics.Native;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation.Kernels;

/// <summary>The generator's kernels at both vector widths against plain loops in double precision.</summary>
public sealed unsafe class RowKernelTests : IDisposable
{
    private const double Tolerance = 1e-5;

    public static TheoryData<bool, PackedType, int, int, int> Products => [.. from wide in new[] { false, true }
                                                                               from type in Enum.GetValues<PackedType>()
                                                                               from rows in new[] { 1, 2, 3, 5, 6, 7, 8, 12, 23 }
                                                                               from shape in new[] { (1, 1), (27, 37), (64, 200), (100, 70) }
                                                                               select (wide, type, rows, shape.Item1, shape.Item2)];

    public static TheoryData<bool, CacheType, int, int> Caches => [.. from wide in new[] { false, true }
                                                                       from type in Enum.GetValues<CacheType>()
                                                                       from shape in new[] { (1, 8), (16, 10), (17, 64), (100, 80), (33, 34) }
                                                                       select (wide, type, shape.Item1, shape.Item2)];

    private readonly List<nint> _owned = [];
    private readonly SeededRandom _random = new(17, "kernels");

    [Theory]
    [MemberData(nameof(Products))]
    public void A_packed_product_is_the_product_within_the_rounding_of_its_type_whatever_the_number_of_rows(bool wide, PackedType type, int rows, int depth, int outputs)
    {
        var map = new LinearMap(0, outputs, depth, (long)outputs * depth);
        var parameters = Random(outputs * depth + outputs);
        using var x = Rows(rows, depth, type);
        using var y = Rows(rows, outputs, type);
        double[,] expected = new double[rows, outputs], error = new double[rows, outputs];
        for (var r = 0; r < rows; r++)
            for (var o = 0; o < outputs; o++)
            {
                expected[r, o] = y.Row(r)[o] + parameters[outputs * depth + o];
                for (var k = 0; k < depth; k++)
                {
                    double input = x.Row(r)[k], weight = parameters[o * depth + k];
                    expected[r, o] += input * weight;
                    error[r, o] += type switch
                    {
                        PackedType.BFloat16 => Math.Abs(input * weight) / 256,                                // half a step of 8 bits
                        PackedType.Int8 => Math.Abs(input) * Largest(parameters + o * depth, depth) / 254,    // half of max/127
                        PackedType.W8A8 => Math.Abs(input) * Largest(parameters + o * depth, depth) / 254
                            + (Math.Abs(weight) + Largest(parameters + o * depth, depth) / 254) * Largest(x.Row(r), depth) / 254,
                        _ => 0,
                    };
                }
            }
        if (wide) Multiply<Simd512, Vector512<float>>(map, type, parameters, x, rows, y);
        else Multiply<Simd256, Vector256<float>>(map, type, parameters, x, rows, y);
        for (var r = 0; r < rows; r++)
            for (var o = 0; o < outputs; o++) Assert.Equal(expected[r, o], y.Row(r)[o], error[r, o] + Tolerance * depth);
    }

    [Fact]
    public void Sums_of_bytes_are_the_same_to_the_bit_with_either_instruction()
    {
        Assert.SkipUnless(AvxVnni.IsSupported, "this processor has no AVX-VNNI");
        const int rows = 9, depth = 70, outputs = 50;
        var parameters = Random(outputs * depth);
        using var memory = new LargeArena();
        var packed = new PackedMatrix(new LinearMap(0, outputs, depth, null), PackedType.W8A8, memory, 8);
        for (var panel = 0; panel < packed.PanelCount; panel++) packed.Pack(panel, parameters, Random(2 * depth));
        float[] With<D>() where D : struct, IQuadDot
        {
            const int stride = 96;
            var bytes = (byte*)Random(rows * stride / 4);
            float* scales = Random(rows), y = Random(rows * 64);
            using var x = Rows(rows, depth, PackedType.Float32);
            for (var r = 0; r < rows; r++) scales[r] = QuadRow.Round(Filled(x.Row(r), depth, r), depth, D.Shift, bytes + r * stride);
            QuadMultiply<D>.Panels((uint*)bytes, scales, rows, stride / 4, packed, 0, packed.PanelCount, y, 64, add: false);
            return [.. Enumerable.Range(0, rows * 64).Where(i => i % 64 < outputs).Select(i => y[i])];
        }
        Assert.Equal(With<Avx2Dot>(), With<VnniDot>());
    }

    [Theory]
    [MemberData(nameof(Caches))]
    public void Attention_over_pages_is_attention_within_the_rounding_of_the_cache(bool wide, CacheType type, int positions, int width)
    {
        using var cache = new KeyValueCache(layers: 2, keyValueHeads: 2, width, type);
        cache.Reserve(20);
        var pages = new PageList(cache);
        pages.MakeRoom(3);
        var others = new PageList(cache);
        others.MakeRoom(100);                                            // pages of the list lie apart
        pages.MakeRoom(positions);
        float* keys = Random(positions * width), values = Random(positions * width), query = Random(2 * width);
        float[][] one, both, windowed, capped;
        if (wide) (one, both, windowed, capped) = Attend<Simd512, Vector512<float>>();
        else (one, both, windowed, capped) = Attend<Simd256, Vector256<float>>();
        var tolerance = type switch { CacheType.BFloat16 => 0.05, CacheType.Int8 => 0.1, _ => Tolerance };
        for (var q = 0; q < 2; q++)
        {
            Near(Expected(0, q, positions - 1 + q, null), one[q], tolerance);
            Near(Expected(positions / 2, q, positions - 1 + q, null), windowed[q], tolerance);
            Near(Expected(0, q, positions - 1 + q, 1.5), capped[q], tolerance);
            Assert.Equal(one[q], both[q]);                               // to the bit
        }

        (float[][], float[][], float[][], float[][]) Attend<S, V>() where S : struct, ISimd<V> where V : struct
        {
            SkipUnless<S, V>();
            return type switch
            {
                CacheType.BFloat16 => AttendWith<S, V, BFloat16Element<S, V>>(),
                CacheType.Int8 => AttendWith<S, V, Int8Element<S, V>>(),
                _ => AttendWith<S, V, Float32Element<S, V>>(),
            };
        }

        (float[][], float[][], float[][], float[][]) AttendWith<S, V, E>() where S : struct, ISimd<V> where V : struct where E : struct, ICacheElement<V>
        {
            for (var t = 0; t < positions; t++)
                CacheWriter<E, V>.Write(cache, pages.Pages[t / 16], 1, 1, t % 16, keys + t * width, values + t * width);
            var scratch = Random(PagedAttention<S, V, E>.ScratchSize(positions, cache));
            float[][] Run(int first, int together, float? cap = null)
            {
                var output = Random(2 * width);
                Span<Query> queries = [Query(0), Query(1)];
                for (var q = 0; q < 2; q += together) PagedAttention<S, V, E>.Attend(queries.Slice(q, together), cache, pages.Pages, 1, 1, cap, scratch);
                return [new Span<float>(output, width).ToArray(), new Span<float>(output + width, width).ToArray()];

                Query Query(int q) => new(query + q * width, output + q * width, Math.Max(0, Math.Min(first, positions - 2 + q)), Math.Max(1, positions - 1 + q));
            }
            return (Run(0, 1), Run(0, 2), Run(positions / 2, 2), Run(0, 2, 1.5f));
        }

        double[] Expected(int first, int q, int seen, double? cap)
        {
            (first, seen) = (Math.Max(0, Math.Min(first, positions - 2 + q)), Math.Max(1, seen));
            var p = NaiveDecoder.LogSoftmax([.. Enumerable.Range(first, seen - first).Select(t => Dot(query + q * width, keys + t * width, width)).Select(d => cap is { } c ? c * Math.Tanh(d / c) : d)]);
            return [.. Enumerable.Range(0, width).Select(i => Enumerable.Range(first, seen - first).Sum(t => Math.Exp(p[t - first]) * values[t * width + i]))];
        }
    }

    public void Dispose() => _owned.ForEach(p => NativeMemory.AlignedFree((void*)p));

    private static void Multiply<S, V>(LinearMap map, PackedType type, float* parameters, Activations x, int rows, Activations y) where S : struct, ISimd<V> where V : struct
    {
        SkipUnless<S, V>();
        using var memory = new LargeArena();
        var packed = new PackedMatrix(map, type, memory, S.Width);
        var room = stackalloc float[2 * map.Inputs + 64];
        for (var panel = 0; panel < packed.PanelCount; panel++) packed.Pack(panel, parameters + map.Weight, room);
        if (map.Bias is { } bias) packed.SetBias(parameters + bias);
        for (var r = 0; r < rows; r++) x.Round(r, map.Inputs);
        PackedMultiply<S, V>.Panels(x, 0, rows, packed, 0, packed.PanelCount, y.Row(0), y.Stride, add: true);
    }

    private Activations Rows(int rows, int width, PackedType type)
    {
        var activations = new Activations(rows, (width + 31) / 32 * 32, type == PackedType.W8A8 ? Rounding.Bytes : Rounding.None);
        for (var r = 0; r < rows; r++)
            for (var i = 0; i < width; i++) activations.Row(r)[i] = (float)_random.NextGaussian();
        return activations;
    }

    private static float* Filled(float* row, int count, int phase)
    {
        for (var i = 0; i < count; i++) row[i] = MathF.Sin(i + 7 * phase);
        return row;
    }

    private static double Largest(float* x, int count)
    {
        var largest = 0f;
        for (var i = 0; i < count; i++) largest = Math.Max(largest, Math.Abs(x[i]));
        return largest;
    }

    private static void Near(double[] expected, float[] actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
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
