using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Heed.Models.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// Softmax attention of one query over the cached positions of its sequence, page by page (Kwon et al. 2023, section 4.1). A row's
/// result does not depend on the rows beside it.
/// </summary>
internal static unsafe class PagedAttention<S, V> where S : struct, ISimd<V> where V : struct
{
    private const int PageLength = KeyValueCache.PageLength;

    /// <summary>Floats of scratch that one call needs for this many positions.</summary>
    public static int ScratchSize(int positions, int valueWidth) => KeyValueCache.PagesFor(positions) * PageLength + valueWidth;

    /// <param name="query">(D), rotated, multiplied by the attention's scale.</param>
    /// <param name="first">The first position it sees.</param>
    /// <param name="positions">How many positions there are, its own included.</param>
    /// <param name="cap">Scores become cap·tanh(score/cap); null: they stay.</param>
    /// <param name="scratch"><see cref="ScratchSize"/> floats.</param>
    /// <param name="output">(D).</param>
    public static void Attend(float* query, KeyValueCache cache, ReadOnlySpan<int> pages, int layer, int head, int first, int positions, float? cap, float* scratch, float* output)
    {
        var skipped = first / PageLength;
        pages = pages[skipped..KeyValueCache.PagesFor(positions)];
        (first, positions) = (first - skipped * PageLength, positions - skipped * PageLength);
        float* scores = scratch, sums = scratch + pages.Length * PageLength;
        for (var i = 0; i < pages.Length; i++)
        {
            var next = i + 1 < pages.Length ? cache.Keys(pages[i + 1], layer, head) : cache.Values(pages[0], layer, head);
            Score(query, cache.Keys(pages[i], layer, head), next, cache.HeadWidth, scores + i * PageLength);
        }
        if (cap is { } most) Cap(scores, pages.Length * PageLength, most);
        new Span<float>(scores, first).Fill(float.NegativeInfinity);
        new Span<float>(scores + positions, pages.Length * PageLength - positions).Fill(float.NegativeInfinity);
        var inverse = S.Broadcast(1 / Exponentials(scores, pages.Length * PageLength));
        new Span<float>(sums, cache.ValueWidth).Clear();
        for (var i = 0; i < pages.Length; i++)
        {
            var next = cache.Values(pages[Math.Min(i + 1, pages.Length - 1)], layer, head);
            AddValues(scores + i * PageLength, cache.Values(pages[i], layer, head), next, cache.ValueWidth, Math.Min(PageLength, positions - i * PageLength), sums);
        }
        for (var c = 0; c < cache.ValueWidth; c += S.Width) S.Store(S.Multiply(S.Load(sums + c), inverse), sums + c);
        new Span<float>(sums, cache.HeadWidth).CopyTo(new Span<float>(output, cache.HeadWidth));
    }

    /// <summary>scores[t] = query · key of position t, for the 16 positions of a page; keys lie (D, 16).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score(float* query, float* keys, float* next, int width, float* scores)
    {
        for (var t = 0; t < PageLength; t += S.Width)
        {
            var (a, b, c, d) = (S.Zero, S.Zero, S.Zero, S.Zero);
            var i = 0;
            for (; i + 4 <= width; i += 4)
            {
                var key = keys + i * PageLength + t;
                FetchFourLines(next + i * PageLength + t, PageLength);
                a = S.MultiplyAdd(S.Broadcast(query[i]), S.Load(key), a);
                b = S.MultiplyAdd(S.Broadcast(query[i + 1]), S.Load(key + PageLength), b);
                c = S.MultiplyAdd(S.Broadcast(query[i + 2]), S.Load(key + 2 * PageLength), c);
                d = S.MultiplyAdd(S.Broadcast(query[i + 3]), S.Load(key + 3 * PageLength), d);
            }
            for (; i < width; i++) a = S.MultiplyAdd(S.Broadcast(query[i]), S.Load(keys + i * PageLength + t), a);
            S.Store(S.Add(S.Add(a, b), S.Add(c, d)), scores + t);
        }
    }

    /// <summary>scores become cap·tanh(score/cap) (Gemma 2, arXiv 2408.00118, section 2).</summary>
    private static void Cap(float* scores, int count, float cap)
    {
        V inverse = S.Broadcast(1 / cap), outer = S.Broadcast(cap);
        for (var t = 0; t < count; t += S.Width)
            S.Store(S.Multiply(outer, SimdMath.Tanh<S, V>(S.Multiply(S.Load(scores + t), inverse))), scores + t);
    }

    /// <summary>scores become e^(score − max); returns their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials(float* scores, int count)
    {
        var max = S.Load(scores);
        for (var t = S.Width; t < count; t += S.Width) max = S.Max(max, S.Load(scores + t));
        var highest = S.Broadcast(S.Highest(max));
        var sum = S.Zero;
        for (var t = 0; t < count; t += S.Width)
        {
            var weight = SimdMath.Exp<S, V>(S.Subtract(S.Load(scores + t), highest));
            S.Store(weight, scores + t);
            sum = S.Add(sum, weight);
        }
        return S.Sum(sum);
    }

    /// <summary>sums += Σ weight·value over the positions of a page; values lie (16, D').</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValues(float* weights, float* values, float* next, int width, int positions, float* sums)
    {
        var column = 0;
        for (; column + 4 * S.Width <= width; column += 4 * S.Width)
        {
            var sum = sums + column;
            var (a, b, c, d) = (S.Load(sum), S.Load(sum + S.Width), S.Load(sum + 2 * S.Width), S.Load(sum + 3 * S.Width));
            var value = values + column;
            for (var t = 0; t < positions; t++, value += width)
            {
                FetchFourLines(next + column + t * width, S.Width);
                var weight = S.Broadcast(weights[t]);
                a = S.MultiplyAdd(weight, S.Load(value), a);
                b = S.MultiplyAdd(weight, S.Load(value + S.Width), b);
                c = S.MultiplyAdd(weight, S.Load(value + 2 * S.Width), c);
                d = S.MultiplyAdd(weight, S.Load(value + 3 * S.Width), d);
            }
            S.Store(a, sum);
            S.Store(b, sum + S.Width);
            S.Store(c, sum + 2 * S.Width);
            S.Store(d, sum + 3 * S.Width);
        }
        for (; column < width; column += S.Width) AddValuesOfOneVector(weights, values + column, next + column, width, positions, sums + column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValuesOfOneVector(float* weights, float* values, float* next, int width, int positions, float* sums)
    {
        var (a, b, c, d) = (S.Load(sums), S.Zero, S.Zero, S.Zero);
        var t = 0;
        for (; t + 4 <= positions; t += 4, values += 4 * width, next += 4 * width)
        {
            FetchFourLines(next, width);
            a = S.MultiplyAdd(S.Broadcast(weights[t]), S.Load(values), a);
            b = S.MultiplyAdd(S.Broadcast(weights[t + 1]), S.Load(values + width), b);
            c = S.MultiplyAdd(S.Broadcast(weights[t + 2]), S.Load(values + 2 * width), c);
            d = S.MultiplyAdd(S.Broadcast(weights[t + 3]), S.Load(values + 3 * width), d);
        }
        for (; t < positions; t++, values += width) a = S.MultiplyAdd(S.Broadcast(weights[t]), S.Load(values), a);
        S.Store(S.Add(S.Add(a, b), S.Add(c, d)), sums);
    }

    /// <summary>Asks for memory that is needed soon: pages lie apart, and the processor does not see the next one coming.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FetchFourLines(float* p, int stride)
    {
        Sse.Prefetch0(p);
        Sse.Prefetch0(p + stride);
        Sse.Prefetch0(p + 2 * stride);
        Sse.Prefetch0(p + 3 * stride);
    }
}
