using Heed.Models.Architecture;

namespace Heed.Models.Numerics;

/// <summary>One sequence and one key head of a fused buffer, with the query heads that share it.</summary>
internal readonly unsafe struct AttentionGroup(float* fused, int start, int length, int group, AttentionStep step)
{
    private readonly float* _row = fused + (long)start * step.Fused;

    public int Length { get; } = length;
    public int Width { get; } = step.HeadWidth;
    public int Stride { get; } = step.Fused;

    /// <summary>Query heads that share the key head.</summary>
    public int Shared { get; } = step.Heads / step.KeyValueHeads;

    /// <summary>(T, D)</summary>
    public MatrixView Keys => At(step.Heads + group);

    /// <summary>(T, D)</summary>
    public MatrixView Values => At(step.Heads + step.KeyValueHeads + group);

    /// <summary>(T, D) of one of the query heads.</summary>
    public MatrixView Queries(int head) => At(group * Shared + head);

    /// <summary>(T, D) of a query head in a buffer of outputs, (N, H·D).</summary>
    public MatrixView Outputs(float* output, int head) =>
        new(output + ((long)start * step.Heads + group * Shared + head) * step.HeadWidth, step.Heads * step.HeadWidth, 1);

    private MatrixView At(int head) => new(_row + (long)head * step.HeadWidth, step.Fused, 1);
}
