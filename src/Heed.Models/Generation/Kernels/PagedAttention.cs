using System.Runtime.CompilerServices;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// Softmax attention of one or two queries over the cached positions of their sequence, page by page (Kwon et al. 2023, section 4.1).
/// Two that share pages read them once; a query's result is the same to the bit either way.
/// </summary>
internal static unsafe class PagedAttention<S, V, E> where S : struct, ISimd<V> where V : struct where E : struct, ICacheElement<V>
{
    private const int PageLength = KeyValueCache.PageLength;

    /// <summary>Floats of scratch that one call needs for this many positions.</summary>
    public static int ScratchSize(int positions, KeyValueCache cache) => 2 * (KeyValueCache.PagesFor(positions) * PageLength + cache.ValueWidth + cache.KeyRows);

    /// <param name="queries">One or two.</param>
    /// <param name="cap">Scores become cap·tanh(score/cap); null: they stay.</param>
    /// <param name="scratch"><see cref="ScratchSize"/> floats.</param>
    public static void Attend(ReadOnlySpan<Query> queries, KeyValueCache cache, ReadOnlySpan<int> pages, int layer, int head, float? cap, float* scratch)
    {
        var skipped = Math.Min(queries[0].First, queries[^1].First) / PageLength;
        pages = pages[skipped..KeyValueCache.PagesFor(Math.Max(queries[0].Positions, queries[^1].Positions))];
        var (length, pair) = (pages.Length * PageLength, queries.Length == 2);
        float* scores = scratch, sums = scores + queries.Length * length, vectors = sums + queries.Length * cache.ValueWidth;
        for (var q = 0; q < queries.Length; q++) Copy(queries[q].Vector, cache, vectors + q * cache.KeyRows);
        for (var i = 0; i < pages.Length; i++)
        {
            byte* keys = cache.Keys(pages[i], layer, head), next = i + 1 < pages.Length ? cache.Keys(pages[i + 1], layer, head) : cache.Values(pages[0], layer, head);
            if (pair) ScoreTwo(vectors, keys, next, cache.KeyRows, scores + i * PageLength, length);
            else Score(vectors, keys, next, cache.KeyRows, scores + i * PageLength);
        }
        for (var q = 0; q < queries.Length; q++) Weigh(queries[q], cache, pages, skipped, layer, head, cap, scores + q * length);
        new Span<float>(sums, queries.Length * cache.ValueWidth).Clear();
        for (var i = 0; i < pages.Length; i++)
        {
            byte* values = cache.Values(pages[i], layer, head), next = cache.Values(pages[Math.Min(i + 1, pages.Length - 1)], layer, head);
            if (pair) AddValuesOfTwo(scores + i * PageLength, length, values, next, cache.ValueWidth, sums);
            else AddValues(scores + i * PageLength, values, next, cache.ValueWidth, 0, sums);
        }
        for (var q = 0; q < queries.Length; q++) new Span<float>(sums + q * cache.ValueWidth, cache.HeadWidth).CopyTo(new Span<float>(queries[q].Output, cache.HeadWidth));
    }

    private static void Copy(float* query, KeyValueCache cache, float* vector)
    {
        new Span<float>(query, cache.HeadWidth).CopyTo(new Span<float>(vector, cache.HeadWidth));
        new Span<float>(vector + cache.HeadWidth, cache.KeyRows - cache.HeadWidth).Clear();
    }

    /// <summary>Scores become shares of the values: masked, capped, through the softmax, and multiplied by the values' factors.</summary>
    private static void Weigh(Query query, KeyValueCache cache, ReadOnlySpan<int> pages, int skipped, int layer, int head, float? cap, float* scores)
    {
        var length = pages.Length * PageLength;
        if (cache.Type == CacheType.Int8)
            for (var i = 0; i < pages.Length; i++) Multiply(scores + i * PageLength, cache.KeyFactors(cache.Keys(pages[i], layer, head)));
        if (cap is { } most) Cap(scores, length, most);
        var (first, end) = (query.First - skipped * PageLength, query.Positions - skipped * PageLength);
        new Span<float>(scores, first).Fill(float.NegativeInfinity);
        new Span<float>(scores + end, length - end).Fill(float.NegativeInfinity);
        var inverse = S.Broadcast(1 / Exponentials(scores, length));
        for (var t = 0; t < length; t += S.Width) S.Store(S.Multiply(S.Load(scores + t), inverse), scores + t);
        if (cache.Type == CacheType.Int8)
            for (var i = 0; i < pages.Length; i++) Multiply(scores + i * PageLength, cache.ValueFactors(cache.Values(pages[i], layer, head)));
    }

    private static void Multiply(float* scores, float* factors)
    {
        for (var t = 0; t < PageLength; t += S.Width) S.Store(S.Multiply(S.Load(scores + t), S.Load(factors + t)), scores + t);
    }

    /// <summary>scores become cap·tanh(score/cap) (Gemma 2, arXiv 2408.00118, section 2).</summary>
    private static void Cap(float* scores, int count, float cap)
    {
        V inverse = S.Broadcast(1 / cap), outer = S.Broadcast(cap);
        for (var t = 0; t < count; t += S.Width)
            S.Store(S.Multiply(outer, SimdMath.Tanh<S, V>(S.Multiply(S.Load(scores + t), inverse))), scores + t);
    }

    /// <summary>scores become e^(score − max), exactly 0 for minus infinity; returns their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials(float* scores, int count)
    {
        var max = S.Load(scores);
        for (var t = S.Width; t < count; t += S.Width) max = S.Max(max, S.Load(scores + t));
        var highest = S.Broadcast(S.Highest(max));
        var (sum, least) = (S.Zero, SimdMath.Exp<S, V>(S.Broadcast(float.NegativeInfinity)));      // the exponential is clamped
        for (var t = 0; t < count; t += S.Width)
        {
            var weight = S.Subtract(SimdMath.Exp<S, V>(S.Subtract(S.Load(scores + t), highest)), least);
            S.Store(weight, scores + t);
            sum = S.Add(sum, weight);
        }
        return S.Sum(sum);
    }

    /// <summary>scores[t] = query · key of position t, for the 16 positions of a page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score(float* query, byte* keys, byte* next, int rows, float* scores)
    {
        for (var t = 0; t < PageLength; t += S.Width)
        {
            var (a, b, c, d) = (S.Zero, S.Zero, S.Zero, S.Zero);
            for (var quad = 0; quad < rows / 4; quad++)
            {
                E.Fetch(next, PageLength, quad, t);
                var (k0, k1, k2, k3) = E.Quad(keys, PageLength, quad, t);
                a = S.MultiplyAdd(S.Broadcast(query[4 * quad]), k0, a);
                b = S.MultiplyAdd(S.Broadcast(query[4 * quad + 1]), k1, b);
                c = S.MultiplyAdd(S.Broadcast(query[4 * quad + 2]), k2, c);
                d = S.MultiplyAdd(S.Broadcast(query[4 * quad + 3]), k3, d);
            }
            S.Store(S.Add(S.Add(a, b), S.Add(c, d)), scores + t);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoreTwo(float* queries, byte* keys, byte* next, int rows, float* scores, int stride)
    {
        for (var t = 0; t < PageLength; t += S.Width)
        {
            var (a, b, c, d) = (S.Zero, S.Zero, S.Zero, S.Zero);
            var (e, f, g, h) = (S.Zero, S.Zero, S.Zero, S.Zero);
            float* one = queries, two = queries + rows;
            for (var quad = 0; quad < rows / 4; quad++, one += 4, two += 4)
            {
                E.Fetch(next, PageLength, quad, t);
                var (k0, k1, k2, k3) = E.Quad(keys, PageLength, quad, t);
                a = S.MultiplyAdd(S.Broadcast(one[0]), k0, a);
                b = S.MultiplyAdd(S.Broadcast(one[1]), k1, b);
                c = S.MultiplyAdd(S.Broadcast(one[2]), k2, c);
                d = S.MultiplyAdd(S.Broadcast(one[3]), k3, d);
                e = S.MultiplyAdd(S.Broadcast(two[0]), k0, e);
                f = S.MultiplyAdd(S.Broadcast(two[1]), k1, f);
                g = S.MultiplyAdd(S.Broadcast(two[2]), k2, g);
                h = S.MultiplyAdd(S.Broadcast(two[3]), k3, h);
            }
            S.Store(S.Add(S.Add(a, b), S.Add(c, d)), scores + t);
            S.Store(S.Add(S.Add(e, f), S.Add(g, h)), scores + stride + t);
        }
    }

    /// <summary>sums += Σ weight·value over the positions of a page, from a column on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValues(float* weights, byte* values, byte* next, int width, int column, float* sums)
    {
        for (; column + 4 * S.Width <= width; column += 4 * S.Width)
        {
            var sum = sums + column;
            var (a, b, c, d) = (S.Load(sum), S.Load(sum + S.Width), S.Load(sum + 2 * S.Width), S.Load(sum + 3 * S.Width));
            for (var quad = 0; quad < PageLength / 4; quad++)
            {
                V w0 = S.Broadcast(weights[4 * quad]), w1 = S.Broadcast(weights[4 * quad + 1]), w2 = S.Broadcast(weights[4 * quad + 2]), w3 = S.Broadcast(weights[4 * quad + 3]);
                a = Add(values, next, width, quad, column, w0, w1, w2, w3, a);
                b = Add(values, next, width, quad, column + S.Width, w0, w1, w2, w3, b);
                c = Add(values, next, width, quad, column + 2 * S.Width, w0, w1, w2, w3, c);
                d = Add(values, next, width, quad, column + 3 * S.Width, w0, w1, w2, w3, d);
            }
            S.Store(a, sum);
            S.Store(b, sum + S.Width);
            S.Store(c, sum + 2 * S.Width);
            S.Store(d, sum + 3 * S.Width);
        }
        for (; column < width; column += S.Width) AddValuesOfOneVector(weights, values, next, width, column, sums + column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Add(byte* values, byte* next, int width, int quad, int column, V w0, V w1, V w2, V w3, V sum)
    {
        E.Fetch(next, width, quad, column);
        var (v0, v1, v2, v3) = E.Quad(values, width, quad, column);
        return S.MultiplyAdd(w3, v3, S.MultiplyAdd(w2, v2, S.MultiplyAdd(w1, v1, S.MultiplyAdd(w0, v0, sum))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValuesOfOneVector(float* weights, byte* values, byte* next, int width, int column, float* sums)
    {
        var (a, b, c, d) = (S.Load(sums), S.Zero, S.Zero, S.Zero);
        for (var quad = 0; quad < PageLength / 4; quad++)
        {
            E.Fetch(next, width, quad, column);
            var (v0, v1, v2, v3) = E.Quad(values, width, quad, column);
            a = S.MultiplyAdd(S.Broadcast(weights[4 * quad]), v0, a);
            b = S.MultiplyAdd(S.Broadcast(weights[4 * quad + 1]), v1, b);
            c = S.MultiplyAdd(S.Broadcast(weights[4 * quad + 2]), v2, c);
            d = S.MultiplyAdd(S.Broadcast(weights[4 * quad + 3]), v3, d);
        }
        S.Store(S.Add(S.Add(a, b), S.Add(c, d)), sums);
    }

    /// <summary>The same for two queries, two vectors at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValuesOfTwo(float* weights, int stride, byte* values, byte* next, int width, float* sums)
    {
        var column = 0;
        for (; column + 4 * S.Width <= width; column += 4 * S.Width)
        {
            float* one = sums + column, two = one + width;
            var (a, b, c, d) = (S.Load(one), S.Load(one + S.Width), S.Load(one + 2 * S.Width), S.Load(one + 3 * S.Width));
            var (e, f, g, h) = (S.Load(two), S.Load(two + S.Width), S.Load(two + 2 * S.Width), S.Load(two + 3 * S.Width));
            for (var quad = 0; quad < PageLength / 4; quad++)
            {
                float* first = weights + 4 * quad, second = first + stride;
                AddTwo(values, next, width, quad, column, first, second, ref a, ref e);
                AddTwo(values, next, width, quad, column + S.Width, first, second, ref b, ref f);
                AddTwo(values, next, width, quad, column + 2 * S.Width, first, second, ref c, ref g);
                AddTwo(values, next, width, quad, column + 3 * S.Width, first, second, ref d, ref h);
            }
            S.Store(a, one);
            S.Store(b, one + S.Width);
            S.Store(c, one + 2 * S.Width);
            S.Store(d, one + 3 * S.Width);
            S.Store(e, two);
            S.Store(f, two + S.Width);
            S.Store(g, two + 2 * S.Width);
            S.Store(h, two + 3 * S.Width);
        }
        for (; column < width; column += S.Width)
        {
            AddValuesOfOneVector(weights, values, next, width, column, sums + column);
            AddValuesOfOneVector(weights + stride, values, next, width, column, sums + width + column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTwo(byte* values, byte* next, int width, int quad, int column, float* first, float* second, ref V one, ref V two)
    {
        E.Fetch(next, width, quad, column);
        var (v0, v1, v2, v3) = E.Quad(values, width, quad, column);
        one = S.MultiplyAdd(S.Broadcast(first[3]), v3, S.MultiplyAdd(S.Broadcast(first[2]), v2, S.MultiplyAdd(S.Broadcast(first[1]), v1, S.MultiplyAdd(S.Broadcast(first[0]), v0, one))));
        two = S.MultiplyAdd(S.Broadcast(second[3]), v3, S.MultiplyAdd(S.Broadcast(second[2]), v2, S.MultiplyAdd(S.Broadcast(second[1]), v1, S.MultiplyAdd(S.Broadcast(second[0]), v0, two))));
    }
}
