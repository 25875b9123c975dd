using Heed.Models.Architecture;

namespace Heed.Models.Numerics;

/// <summary>
/// Attention of one group (Vaswani et al. 2017, eq. 1). Keys and values are packed once; probabilities live for one block of queries at a time
/// and are computed again in the backward pass (Dao et al. 2022).
/// </summary>
internal sealed unsafe class AttentionKernel<S, V>(Kernels.Kernels kernels) where S : struct, ISimd<V> where V : struct
{
    /// <summary>Queries at a time: whole tiles in every width.</summary>
    private const int Block = 48;

    private readonly PackingBuffer _buffer = new();
    private float* _p, _dp, _slopes, _keys, _keyRows, _values, _valueRows, _queries, _upstream, _edge;

    /// <summary>The outputs of the group's query heads.</summary>
    public void Forward(AttentionGroup group, float* output, AttentionStep step)
    {
        Reserve(group.Length, group.Width, step.Cap is not null);
        PanelProduct<S, V>.Pack(group.Keys.Transposed, group.Width, group.Length, _keys);
        PanelProduct<S, V>.Pack(group.Values, group.Length, group.Width, _valueRows);
        for (var head = 0; head < group.Shared; head++)
            for (var low = 0; low < group.Length; low += Block)
            {
                var block = new Queries(group, low);
                Probabilities(block, group.Queries(head), step);
                var to = group.Outputs(output, head).At(low, 0);
                PanelProduct<S, V>.Multiply(new(_p, block.Stride, 1), block.Rows, _valueRows, group.Length, block.Seen, to.Data, to.RowStride, group.Width, add: false, _edge);
            }
    }

    /// <summary>Adds to the gradients of keys and values; those of queries are replaced.</summary>
    public void Backward(AttentionGroup group, AttentionGroup gradient, float* doutput, AttentionStep step)
    {
        Reserve(group.Length, group.Width, step.Cap is not null);
        PanelProduct<S, V>.Pack(group.Keys.Transposed, group.Width, group.Length, _keys);
        PanelProduct<S, V>.Pack(group.Keys, group.Length, group.Width, _keyRows);
        PanelProduct<S, V>.Pack(group.Values.Transposed, group.Width, group.Length, _values);
        for (var head = 0; head < group.Shared; head++)
            for (var low = 0; low < group.Length; low += Block)
                BlockBackward(new Queries(group, low), group, gradient, head, group.Outputs(doutput, head).At(low, 0), step);
    }

    private void BlockBackward(Queries block, AttentionGroup group, AttentionGroup gradient, int head, MatrixView upstream, AttentionStep step)
    {
        var (rows, seen, width) = (block.Rows, block.Seen, group.Width);
        MatrixView queries = group.Queries(head).At(block.Low, 0), dqueries = gradient.Queries(head).At(block.Low, 0);
        Probabilities(block, group.Queries(head), step);
        PanelProduct<S, V>.Multiply(upstream, rows, _values, width, width, _dp, block.Stride, block.Stride, add: false, _edge);// dP = dO·Vᵀ
        PanelProduct<S, V>.Pack(upstream, rows, width, _upstream);
        PanelProduct<S, V>.Multiply(new(_p, 1, block.Stride), seen, _upstream, rows, rows, gradient.Values.Data, gradient.Stride, width, add: true, _edge); // dV += Pᵀ·dO
        for (var r = 0; r < rows; r++)
        {
            var (first, visible) = (step.FirstSeen(block.Low + r), block.Low + r + 1);
            var (count, at) = (visible - first, r * block.Stride + first);
            kernels.SoftmaxBackward(_p + at, _dp + at, count, step.Cap is null ? step.Scale : 1);
            if (step.Cap is not null) kernels.Multiply(_slopes + at, _dp + at, count);
            new Span<float>(_dp + r * block.Stride, first).Clear();
            new Span<float>(_dp + r * block.Stride + visible, seen - visible).Clear();
        }
        PanelProduct<S, V>.Multiply(new(_dp, block.Stride, 1), rows, _keyRows, group.Length, seen, dqueries.Data, gradient.Stride, width, add: false, _edge); // dQ = dS·K
        PanelProduct<S, V>.Pack(queries, rows, width, _queries);
        PanelProduct<S, V>.Multiply(new(_dp, 1, block.Stride), seen, _queries, rows, rows, gradient.Keys.Data, gradient.Stride, width, add: true, _edge);      // dK += dSᵀ·Q
    }

    /// <summary>P (rows, seen) = softmax(scale·Q·Kᵀ), capped where the step asks for it, under the causal mask and the window; zeros elsewhere.</summary>
    private void Probabilities(Queries block, MatrixView queries, AttentionStep step)
    {
        PanelProduct<S, V>.Multiply(queries.At(block.Low, 0), block.Rows, _keys, block.Width, block.Width, _p, block.Stride, block.Stride, add: false, _edge);
        for (var r = 0; r < block.Rows; r++)
        {
            var (first, visible) = (step.FirstSeen(block.Low + r), block.Low + r + 1);
            var at = r * block.Stride + first;
            if (step.Cap is { } cap) kernels.Cap(_p + at, visible - first, step.Scale, cap, _slopes + at);
            kernels.Softmax(_p + at, visible - first, step.Cap is null ? step.Scale : 1);
            new Span<float>(_p + r * block.Stride, first).Clear();
            new Span<float>(_p + r * block.Stride + visible, block.Seen - visible).Clear();
        }
    }

    private void Reserve(int length, int width, bool capped)
    {
        long scores = (long)Block * PanelProduct<S, V>.RoundUp(length), across = PanelProduct<S, V>.Size(width, length), along = PanelProduct<S, V>.Size(length, width);
        long block = PanelProduct<S, V>.Size(Block, width), edge = (long)TileKernel<S, V>.Rows * Math.Max(length, Math.Max(width, Block));
        _p = _buffer.Reserve(2 * scores + 2 * across + 2 * along + 2 * block + edge + (capped ? scores : 0));
        _dp = _p + scores;
        _keys = _dp + scores;
        _values = _keys + across;
        _keyRows = _values + across;
        _valueRows = _keyRows + along;
        _queries = _valueRows + along;
        _upstream = _queries + block;
        _edge = _upstream + block;
        _slopes = _edge + edge;
    }

    /// <summary>A block of queries and what it sees.</summary>
    private readonly struct Queries(AttentionGroup group, int low)
    {
        public int Low { get; } = low;
        public int Width { get; } = group.Width;
        public int Rows { get; } = Math.Min(Block, group.Length - low);
        public int Seen => Low + Rows;

        /// <summary>Between rows of scores: whole panels, so that no tile is cut on the right.</summary>
        public int Stride => PanelProduct<S, V>.RoundUp(Seen);
    }
}
