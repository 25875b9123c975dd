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

    /// <summary>Turns the row's queries and keys to its position, scales the queries, and writes its keys and values to the cache.</summary>
    /// <param name="fused">Queries, keys, values ((H + 2·KV)·D).</param>
    public void Remember(StepRow row, AttentionStep step, int layer, float* fused)
    {
        var keyHeads = fused + step.Heads * step.HeadWidth;
        NormHeads(step.QueryNorm, fused, step.Heads * step.HeadWidth);
        NormHeads(step.KeyNorm, keyHeads, step.KeyValueHeads * step.HeadWidth);
        Turn(row, step, fused);
        var (page, at) = (row.Pages.Pages[row.Position / KeyValueCache.PageLength], row.Position % KeyValueCache.PageLength);
        for (var h = 0; h < step.KeyValueHeads; h++)
        {
            float* key = keyHeads + h * step.HeadWidth, value = key + step.KeyValueHeads * step.HeadWidth;
            float* keys = cache.Keys(page, layer, h) + at, values = cache.Values(page, layer, h) + at * cache.ValueWidth;
            for (var i = 0; i < step.HeadWidth; i++) keys[i * KeyValueCache.PageLength] = key[i];
            new Span<float>(value, step.HeadWidth).CopyTo(new Span<float>(values, step.HeadWidth));
        }
    }

    /// <summary>output (rows, H·D) = softmax(q·kᵀ)·v over each row's cached positions.</summary>
    public void Attend(Part part, IReadOnlyList<StepRow> rows, AttentionStep step, int layer, Activations fused, Activations output)
    {
        var (low, count) = (part.Low * step.KeyValueHeads, (part.High - part.Low) * step.KeyValueHeads);
        if (part.Alone) Heads(part.Number, 0, count);
        else TeamParts.For(_parts, count, 1, Heads);

        void Heads(int number, long from, long to)
        {
            for (var i = low + (int)from; i < low + to; i++)
            {
                var (row, head) = Math.DivRem(i, step.KeyValueHeads);
                AttendGroup(rows[row], step, layer, head, fused.Row(row), _scratch!.Row(number), output.Row(row));
            }
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
        _scratch = new Activations(parts, (PagedAttention<S, V>.ScratchSize(_positions, cache.ValueWidth) + 31) / 32 * 32);
    }

    public void Dispose()
    {
        _rotations.Dispose();
        _scratch?.Dispose();
    }

    /// <summary>The query heads that share one key-value head.</summary>
    private void AttendGroup(StepRow row, AttentionStep step, int layer, int head, float* queries, float* scratch, float* output)
    {
        var group = step.Heads / step.KeyValueHeads;
        for (var h = head * group; h < (head + 1) * group; h++)
            PagedAttention<S, V>.Attend(queries + h * step.HeadWidth, cache, row.Pages.Pages, layer, head, step.FirstSeen(row.Position), row.Position + 1, step.Cap,
                scratch, output + h * step.HeadWidth);
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
