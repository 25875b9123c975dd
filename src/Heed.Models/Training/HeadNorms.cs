using Heed.Models.Architecture;
using Heed.Models.Numerics.Kernels;

namespace Heed.Models.Training;

/// <summary>
/// Norms of queries and keys (Dehghani et al. 2023, arXiv 2302.05442, section 2): of each head alone or of all together. Kept for the backward pass:
/// queries as they were, keys as they were, and 1/rms of each.
/// </summary>
internal sealed unsafe class HeadNorms(Decoder decoder, AttentionStep step, int n)
{
    private readonly Kernels _kernels = Kernels.Chosen;
    private readonly int _queries = step.Heads * step.HeadWidth, _keys = step.KeyValueHeads * step.HeadWidth;

    /// <summary>Floats that are kept.</summary>
    public static long Kept(AttentionStep step, int n) => step.QueryNorm is null ? 0 : (long)n * (step.Heads + step.KeyValueHeads) * (step.HeadWidth + 1);

    /// <summary>In place, over the fused rows.</summary>
    public void Forward(float* fused, float* kept)
    {
        var (queries, keys) = Parts(fused, kept);
        foreach (var part in new[] { queries, keys })
        {
            var mark = decoder.Workspace.Mark();
            var normed = decoder.Workspace.Take((long)n * part.Width);
            _kernels.CopyRows(part.Fused, step.Fused, part.Raw, part.Width, n, part.Width);
            _kernels.RmsNorm(part.Raw, decoder.Gain(part.Norm), normed, part.Scales, part.Rows, part.Norm.Width, part.Norm.Epsilon);
            _kernels.CopyRows(normed, part.Width, part.Fused, step.Fused, n, part.Width);
            decoder.Workspace.Release(mark);
        }
    }

    /// <summary>In place, over the gradients of the fused rows.</summary>
    public void Backward(float* dfused, float* kept)
    {
        var (queries, keys) = Parts(dfused, kept);
        foreach (var part in new[] { queries, keys })
        {
            var mark = decoder.Workspace.Mark();
            var upstream = decoder.Workspace.Take((long)n * part.Width);
            var gradient = decoder.Workspace.TakeZeros((long)n * part.Width);
            _kernels.CopyRows(part.Fused, step.Fused, upstream, part.Width, n, part.Width);
            _kernels.RmsNormBackward(upstream, part.Raw, decoder.Gain(part.Norm), part.Scales, gradient, decoder.Gradient(part.Norm.Gain), part.Rows, part.Norm.Width);
            _kernels.CopyRows(gradient, part.Width, part.Fused, step.Fused, n, part.Width);
            decoder.Workspace.Release(mark);
        }
    }

    private (Part Queries, Part Keys) Parts(float* fused, float* kept)
    {
        float* keys = kept + (long)n * _queries, scales = keys + (long)n * _keys;
        return (new(fused, kept, scales, n, _queries, step.QueryNorm!), new(fused + _queries, keys, scales + (long)n * step.Heads, n, _keys, step.KeyNorm!));
    }

    /// <summary>All queries, or all keys, of the batch.</summary>
    private readonly struct Part(float* fused, float* raw, float* scales, int n, int width, NormStep norm)
    {
        public float* Fused { get; } = fused;
        public float* Raw { get; } = raw;
        public float* Scales { get; } = scales;
        public int Width { get; } = width;
        public NormStep Norm { get; } = norm;
        public int Rows { get; } = n * (width / norm.Width);
    }
}
