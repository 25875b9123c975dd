using Heed.Models.Architecture;
using Heed.Models.Generation.Kernels;
using Heed.Models.Numerics;
using Heed.Models.Training;

namespace Heed.Models.Generation;

/// <summary>Attention of single rows over the cache.</summary>
internal sealed unsafe class RowAttention<S, V> : IDisposable where S : struct, ISimd<V> where V : struct
{
    private readonly KeyValueCache _cache;
    private readonly RotationTable? _rotation;
    private readonly int _scratchSize;
    private Activations? _scratch;
    private int _parts;

    public RowAttention(DecoderPlan plan, KeyValueCache cache)
    {
        _cache = cache;
        _rotation = RotationTable.Of(plan);
        _scratchSize = PagedAttention<S, V>.ScratchSize(plan.Config.MaxPositions, cache.ValueWidth);
    }

    /// <summary>Turns the row's queries and keys to its position, scales the queries, and writes its keys and values to the cache.</summary>
    /// <param name="fused">Queries, keys, values ((H + 2·KV)·D).</param>
    public void Remember(StepRow row, AttentionStep step, int layer, float* fused)
    {
        var (page, at) = (row.Pages.Pages[row.Position / KeyValueCache.PageLength], row.Position % KeyValueCache.PageLength);
        for (var h = 0; h < step.Heads; h++) Turn(step, fused + h * step.HeadWidth, row.Position, 1 / MathF.Sqrt(step.HeadWidth));
        for (var h = 0; h < step.KeyValueHeads; h++)
        {
            float* key = fused + (step.Heads + h) * step.HeadWidth, value = key + step.KeyValueHeads * step.HeadWidth;
            Turn(step, key, row.Position, 1);
            float* keys = _cache.Keys(page, layer, h) + at, values = _cache.Values(page, layer, h) + at * _cache.ValueWidth;
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

    /// <summary>Room for this many parts at a time.</summary>
    public void MakeRoomForParts(int parts)
    {
        _scratch?.Dispose();
        _parts = parts;
        _scratch = new Activations(parts, (_scratchSize + 31) / 32 * 32);
    }

    public void Dispose()
    {
        _rotation?.Dispose();
        _scratch?.Dispose();
    }

    /// <summary>The query heads that share one key-value head.</summary>
    private void AttendGroup(StepRow row, AttentionStep step, int layer, int head, float* queries, float* scratch, float* output)
    {
        var group = step.Heads / step.KeyValueHeads;
        for (var h = head * group; h < (head + 1) * group; h++)
            PagedAttention<S, V>.Attend(queries + h * step.HeadWidth, _cache, row.Pages.Pages, layer, head, row.Position + 1, scratch, output + h * step.HeadWidth);
    }

    private void Turn(AttentionStep step, float* head, int position, float factor)
    {
        var half = step.HeadWidth / 2;
        if (_rotation is { } table) RowRotation<S, V>.Turn(head, table.Cosines + (nint)position * half, table.Sines + (nint)position * half, half, factor);
        else if (factor != 1)
            for (var i = 0; i < step.HeadWidth; i++) head[i] *= factor;
    }
}
