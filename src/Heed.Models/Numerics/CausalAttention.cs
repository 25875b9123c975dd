using System.Runtime.InteropServices;
using Heed.Models.Architecture;

namespace Heed.Models.Numerics;

/// <summary>
/// Causal attention over packed sequences (Vaswani et al. 2017): each sequence alone, no padding, query heads sharing key heads in groups.
/// Probabilities live for one block of queries at a time and are computed again in the backward pass (Dao et al. 2022).
/// </summary>
internal static unsafe class CausalAttention
{
    /// <summary>Queries at a time.</summary>
    private const int Block = 128;

    [ThreadStatic]
    private static Scratch? _scratch;

    /// <summary>output (N, H·D) from fused (N, (H + 2·KV)·D), queries and keys turned already.</summary>
    public static void Forward(float* fused, float* output, int[] starts, AttentionStep step) =>
        ForEachGroup(starts, step, (start, length, group) =>
        {
            var scratch = Buffer(length);
            var view = new GroupView(fused, start, group, step);
            for (var head = 0; head < view.Shared; head++)
                for (var low = 0; low < length; low += Block)
                {
                    var (rows, seen) = (Math.Min(Block, length - low), Math.Min(low + Block, length));
                    Probabilities(view, head, low, rows, seen, scratch.Probabilities);
                    var to = output + ((long)(start + low) * step.Heads + group * view.Shared + head) * step.HeadWidth;
                    MatrixMultiply.Single(new(scratch.Probabilities, seen, 1), new(view.Values, view.Stride, 1), to,
                        step.Heads * step.HeadWidth, rows, step.HeadWidth, seen, add: false);
                }
        });

    /// <summary>dfused from doutput; what is there is replaced.</summary>
    public static void Backward(float* fused, float* doutput, float* dfused, int[] starts, AttentionStep step)
    {
        new Span<float>(dfused, starts[^1] * step.Fused).Clear();
        ForEachGroup(starts, step, (start, length, group) =>
        {
            var scratch = Buffer(length);
            GroupView view = new(fused, start, group, step), gradient = new(dfused, start, group, step);
            for (var head = 0; head < view.Shared; head++)
                for (var low = 0; low < length; low += Block)
                    BlockBackward(view, gradient, head, low, Math.Min(Block, length - low), Math.Min(low + Block, length),
                        doutput + ((long)(start + low) * step.Heads + group * view.Shared + head) * step.HeadWidth, step, scratch);
        });
    }

    private static void BlockBackward(GroupView view, GroupView gradient, int head, int low, int rows, int seen, float* doutput, AttentionStep step, Scratch scratch)
    {
        float* p = scratch.Probabilities, dp = scratch.Gradients;
        int width = step.HeadWidth, outputStride = step.Heads * step.HeadWidth;
        Probabilities(view, head, low, rows, seen, p);
        MatrixView upstream = new(doutput, outputStride, 1);
        MatrixMultiply.Single(new(p, 1, seen), upstream, gradient.Values, view.Stride, seen, width, rows, add: true);        // dV += Pᵀ·dO
        MatrixMultiply.Single(upstream, new(view.Values, 1, view.Stride), dp, seen, rows, seen, width, add: false);                   // dP = dO·Vᵀ
        SoftmaxBackward(p, dp, low, rows, seen, view.Scale);
        MatrixMultiply.Single(new(dp, seen, 1), new(view.Keys, view.Stride, 1), gradient.Query(head, low), view.Stride, rows, width, seen, add: false);
        MatrixMultiply.Single(new(dp, 1, seen), new(view.Query(head, low), view.Stride, 1), gradient.Keys, view.Stride, seen, width, rows, add: true);
    }

    /// <summary>P (rows, seen) = softmax(scale·Q·Kᵀ) under the causal mask; zeros above the diagonal.</summary>
    private static void Probabilities(GroupView view, int head, int low, int rows, int seen, float* p)
    {
        MatrixMultiply.Single(new(view.Query(head, low), view.Stride, 1), new(view.Keys, 1, view.Stride), p, seen, rows, seen, view.Width, add: false);
        for (var r = 0; r < rows; r++)
        {
            var row = p + (long)r * seen;
            Kernels.Kernels.Fastest.Softmax(row, low + r + 1, view.Scale);
            new Span<float>(row + low + r + 1, seen - low - r - 1).Clear();
        }
    }

    /// <summary>dS = P ∘ (dP − Σ P∘dP) · scale, in place of dP.</summary>
    private static void SoftmaxBackward(float* p, float* dp, int low, int rows, int seen, float scale)
    {
        for (var r = 0; r < rows; r++)
        {
            float* own = p + (long)r * seen, upstream = dp + (long)r * seen;
            var visible = low + r + 1;
            var inner = Kernels.Kernels.Fastest.Dot(own, upstream, visible);
            for (var j = 0; j < visible; j++) upstream[j] = own[j] * (upstream[j] - inner) * scale;
            new Span<float>(upstream + visible, seen - visible).Clear();
        }
    }

    private static void ForEachGroup(int[] starts, AttentionStep step, Action<int, int, int> body) =>
        ThreadTeam.For((long)(starts.Length - 1) * step.KeyValueHeads, 1, (_, low, high) =>
        {
            for (var unit = low; unit < high; unit++)
            {
                var (sequence, group) = ((int)(unit / step.KeyValueHeads), (int)(unit % step.KeyValueHeads));
                var length = starts[sequence + 1] - starts[sequence];
                if (length > 0) body(starts[sequence], length, group);
            }
        });

    private static Scratch Buffer(int length)
    {
        var scratch = _scratch ??= new Scratch();
        scratch.Reserve((long)Block * length);
        return scratch;
    }

    /// <summary>One sequence and one key head inside a fused buffer, with the query heads that share it.</summary>
    private readonly struct GroupView(float* fused, int start, int group, AttentionStep step)
    {
        private readonly float* _queries = fused + (long)start * step.Fused + (long)group * (step.Heads / step.KeyValueHeads) * step.HeadWidth;

        public long Stride { get; } = step.Fused;
        public int Width { get; } = step.HeadWidth;
        public int Shared { get; } = step.Heads / step.KeyValueHeads;
        public float Scale { get; } = 1 / MathF.Sqrt(step.HeadWidth);
        public float* Keys { get; } = fused + (long)start * step.Fused + (long)(step.Heads + group) * step.HeadWidth;
        public float* Values { get; } = fused + (long)start * step.Fused + (long)(step.Heads + step.KeyValueHeads + group) * step.HeadWidth;
        public float* Query(int head, int row) => _queries + head * Width + row * Stride;
    }

    private sealed class Scratch
    {
        private long _size;

        public float* Probabilities { get; private set; }
        public float* Gradients { get; private set; }

        public void Reserve(long size)
        {
            if (size <= _size) return;
            Free();
            Probabilities = (float*)NativeMemory.AlignedAlloc((nuint)size * sizeof(float), 64);
            Gradients = (float*)NativeMemory.AlignedAlloc((nuint)size * sizeof(float), 64);
            _size = size;
        }

        ~Scratch() => Free();

        private void Free()
        {
            NativeMemory.AlignedFree(Probabilities);
            NativeMemory.AlignedFree(Gradients);
        }
    }
}
