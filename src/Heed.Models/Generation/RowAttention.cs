using Heed.Models.Architecture;
using Heed.Models.Generation.Kernels;
using Heed.Models.Numerics;
using Heed.Models.Training;

namespace Heed.Models.Generation;

/// <summary>Attention of single rows over the cache.</summary>
internal sealed unsafe class RowAttention<S, V>(PackedWeights weights, KeyValueCache cache) : IDisposable where S : struct, ISimd<V> where V : struct
{
    private readonly RotationTables _rotations = new();
    private Activations? _scratch;
    private int _parts, _positions;

    /// <summary>Turns the row's queries and keys to its position, scales the queries, and writes keys and values to the cache.</summary>
    /// <param name="fused">Queries, keys, values ((H + 2·KV)·D).</param>
    public void Place(StepRow row, AttentionStep step, int layer, float* fused)
    {
        NormHeads(step.QueryNorm, fused, step.Heads * step.HeadWidth);
        NormHeads(step.KeyNorm, fused + step.Heads * step.HeadWidth, step.KeyValueHeads * step.HeadWidth);
        Turn(row, step, fused);
        for (var head = 0; head < step.KeyValueHeads; head++) Remember(row, step, layer, head, fused);
    }

    /// <summary>output (rows, H·D) = softmax(q·kᵀ)·v over each row's cached positions.</summary>
    /// <param name="parts">How many threads share it.</param>
    public void Attend(int parts, IReadOnlyList<StepRow> rows, AttentionStep step, int layer, Activations fused, Activations output)
    {
        switch (cache.Type)
        {
            case CacheType.BFloat16: Attend<BFloat16Element<S, V>>(parts, rows, step, layer, fused, output); break;
            case CacheType.Int8: Attend<Int8Element<S, V>>(parts, rows, step, layer, fused, output); break;
            default: Attend<Float32Element<S, V>>(parts, rows, step, layer, fused, output); break;
        }
    }

    /// <summary>Room for this many parts at a time, and for rows at these positions.</summary>
    public void MakeRoom(DecoderPlan plan, int parts, int positions)
    {
        foreach (var attention in plan.Residuals.Select(r => r.Branch).OfType<AttentionStep>())
            if (attention.Rotary is { Scaling: not { DependsOnLength: true } } rotary) _rotations.For(rotary, 0, positions);
        if (_parts == parts && _positions >= positions) return;
        (_parts, _positions) = (parts, Math.Max(positions, Math.Min(plan.Config.MaxPositions, 2 * _positions)));
        _scratch?.Dispose();
        _scratch = new Activations(parts, (PagedAttention<S, V, Float32Element<S, V>>.ScratchSize(_positions, cache) + 31) / 32 * 32);
    }

    public void Dispose()
    {
        _rotations.Dispose();
        _scratch?.Dispose();
    }

    /// <summary>Writes the key and the value of one head to the cache.</summary>
    private void Remember(StepRow row, AttentionStep step, int layer, int head, float* fused)
    {
        var (page, at) = (row.Pages.Pages[row.Position / KeyValueCache.PageLength], row.Position % KeyValueCache.PageLength);
        float* key = fused + (step.Heads + head) * step.HeadWidth, value = key + step.KeyValueHeads * step.HeadWidth;
        switch (cache.Type)
        {
            case CacheType.BFloat16: CacheWriter<BFloat16Element<S, V>, V>.Write(cache, page, layer, head, at, key, value); break;
            case CacheType.Int8: CacheWriter<Int8Element<S, V>, V>.Write(cache, page, layer, head, at, key, value); break;
            default: CacheWriter<Float32Element<S, V>, V>.Write(cache, page, layer, head, at, key, value); break;
        }
    }

    /// <summary>Parts take turns, since of a long prompt the later rows cost more.</summary>
    private void Attend<E>(int parts, IReadOnlyList<StepRow> rows, AttentionStep step, int layer, Activations fused, Activations output) where E : struct, ICacheElement<V>
    {
        if (parts == 1) Part(0, 0, 1);
        else ThreadTeam.For(parts, 1, Part);

        void Part(int _, long low, long high)
        {
            for (var part = (int)low; part < high; part++)
            {
                var item = 0;
                for (int row = 0, height; row < rows.Count; row += height)
                {
                    height = row + 1 < rows.Count && rows[row + 1].Pages == rows[row].Pages ? 2 : 1;
                    for (var head = 0; head < step.KeyValueHeads; head++)
                        if (item++ % parts == part) AttendGroup<E>(rows, row, height, step, layer, head, fused, _scratch!.Row(part), output);
                }
            }
        }
    }

    /// <summary>The query heads of one or two rows that share one key-value head, two at a time.</summary>
    private void AttendGroup<E>(IReadOnlyList<StepRow> rows, int row, int height, AttentionStep step, int layer, int head, Activations fused, float* scratch, Activations output)
        where E : struct, ICacheElement<V>
    {
        var group = step.Heads / step.KeyValueHeads;
        Span<Query> queries = stackalloc Query[2];
        var waiting = 0;
        for (var i = 0; i < height * group; i++)
        {
            var (r, at) = (row + i % height, (head * group + i / height) * step.HeadWidth);
            queries[waiting++] = new Query(fused.Row(r) + at, output.Row(r) + at, step.FirstSeen(rows[r].Position), rows[r].Position + 1);
            if (waiting < 2 && i + 1 < height * group) continue;
            PagedAttention<S, V, E>.Attend(queries[..waiting], cache, rows[row].Pages.Pages, layer, head, step.Cap, scratch);
            waiting = 0;
        }
    }

    /// <summary>Each head, or all of them, divided by its root mean square (Dehghani et al. 2023, section 2).</summary>
    private void NormHeads(NormStep? norm, float* heads, int width)
    {
        if (norm is null) return;
        for (var i = 0; i < width; i += norm.Width) RowNorm<S, V>.RootMeanSquareWithin(heads + i, weights.Row(norm.Gain), norm.Epsilon, norm.Width);
    }

    private void Turn(StepRow row, AttentionStep step, float* heads)
    {
        if (step.Rotary is not { } rotary)
        {
            TurnHeads(step, heads, null, null, 0);
            return;
        }
        var half = rotary.Width / 2;
        if (rotary.Scaling is { DependsOnLength: true })
        {
            float* cosines = stackalloc float[half], sines = stackalloc float[half];
            RotationTable.Fill(row.Position, rotary.Frequencies(row.Span), rotary.Magnitude, cosines, sines);
            TurnHeads(step, heads, cosines, sines, half);
            return;
        }
        var table = _rotations.For(rotary, 0, row.Position + 1);
        TurnHeads(step, heads, table.Cosines + (nint)row.Position * half, table.Sines + (nint)row.Position * half, half);
    }

    /// <summary>Turns the first 2·half elements of queries and keys, and scales the queries.</summary>
    private static void TurnHeads(AttentionStep step, float* heads, float* cosines, float* sines, int half)
    {
        for (var h = 0; h < step.Heads + step.KeyValueHeads; h++)
        {
            var (head, factor) = (h * step.HeadWidth, h < step.Heads ? step.Scale : 1);
            if (half > 0) RowRotation<S, V>.Turn(heads + head, cosines, sines, half, factor);
            if (factor != 1)
                for (var i = 2 * half; i < step.HeadWidth; i++) heads[head + i] *= factor;
        }
    }
}
