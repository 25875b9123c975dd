using System.Runtime.Intrinsics;
using Heed.Models.Architecture;

namespace Heed.Models.Numerics;

/// <summary>Causal attention over packed sequences: each sequence alone, no padding, query heads sharing key heads in groups.</summary>
internal static unsafe class CausalAttention
{
    /// <summary>output (N, H·D) from fused (N, (H + 2·KV)·D), queries and keys turned already.</summary>
    public static void Forward(float* fused, float* output, int[] starts, AttentionStep step)
    {
        if (SimdChoice.Wide) Team<Simd512, Vector512<float>>.Forward(fused, output, starts, step, Kernels.Kernels.Chosen);
        else Team<Simd256, Vector256<float>>.Forward(fused, output, starts, step, Kernels.Kernels.Narrow);
    }

    /// <summary>dfused from doutput; what is there is replaced.</summary>
    public static void Backward(float* fused, float* doutput, float* dfused, int[] starts, AttentionStep step)
    {
        if (SimdChoice.Wide) Team<Simd512, Vector512<float>>.Backward(fused, doutput, dfused, starts, step, Kernels.Kernels.Chosen);
        else Team<Simd256, Vector256<float>>.Backward(fused, doutput, dfused, starts, step, Kernels.Kernels.Narrow);
    }

    internal static class Team<S, V> where S : struct, ISimd<V> where V : struct
    {
        [ThreadStatic]
        private static AttentionKernel<S, V>? _kernel;

        public static void Forward(float* fused, float* output, int[] starts, AttentionStep step, Kernels.Kernels kernels) =>
            ForEachGroup(starts, step, (start, length, group) =>
                (_kernel ??= new(kernels)).Forward(new AttentionGroup(fused, start, length, group, step), output, step));

        public static void Backward(float* fused, float* doutput, float* dfused, int[] starts, AttentionStep step, Kernels.Kernels kernels) =>
            ForEachGroup(starts, step, (start, length, group) =>
            {
                var gradient = new AttentionGroup(dfused, start, length, group, step);
                Clear(gradient.Keys, length, step.HeadWidth);
                Clear(gradient.Values, length, step.HeadWidth);
                (_kernel ??= new(kernels)).Backward(new AttentionGroup(fused, start, length, group, step), gradient, doutput, step);
            });

        private static void Clear(MatrixView view, int rows, int columns)
        {
            for (var r = 0; r < rows; r++) new Span<float>(view.Data + r * view.RowStride, columns).Clear();
        }
    }

    /// <summary>Splits the pairs of sequence and key head over the team by their work, which grows with the square of the length.</summary>
    private static void ForEachGroup(int[] starts, AttentionStep step, Action<int, int, int> body)
    {
        var parts = ThreadTeam.Threads == 1 ? 1 : ThreadTeam.Threads * ThreadTeam.PartsAThread;
        var borders = Borders(starts, step.KeyValueHeads, parts);
        ThreadTeam.Share(parts, 1, (_, low, high) =>
        {
            for (var unit = borders[low]; unit < borders[high]; unit++)
            {
                var (sequence, group) = Math.DivRem(unit, step.KeyValueHeads);
                var length = starts[sequence + 1] - starts[sequence];
                if (length > 0) body(starts[sequence], length, group);
            }
        });
    }

    private static int[] Borders(int[] starts, int groups, int parts)
    {
        var work = new double[(starts.Length - 1) * groups + 1];
        for (var unit = 0; unit + 1 < work.Length; unit++)
        {
            double length = starts[unit / groups + 1] - starts[unit / groups];
            work[unit + 1] = work[unit] + length * (length + 64);
        }
        var borders = new int[parts + 1];
        for (var p = 1; p < parts; p++)
        {
            var at = Array.BinarySearch(work, work[^1] * p / parts);
            borders[p] = Math.Clamp(at >= 0 ? at : ~at, borders[p - 1], work.Length - 1);
        }
        borders[parts] = work.Length - 1;
        return borders;
    }
}
