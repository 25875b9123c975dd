namespace Heed.Models.Generation.Sampling;

/// <summary>Buffers for one row at a time, kept by a thread and grown to the largest vocabulary met.</summary>
public sealed class RowScratch
{
    private float[] _keys = [], _masses = [], _logits = [];
    private double[] _blockSums = [];

    internal RowOrder Order { get; } = new();

    internal Span<float> Keys(int length) => Of(ref _keys, length);

    internal Span<float> Masses(int length) => Of(ref _masses, length);

    internal Span<float> Logits(int length) => Of(ref _logits, length);

    /// <summary>Room for the sums of <see cref="RowMath.Block"/> weights each, of the row last asked for.</summary>
    internal Span<double> BlockSums => _blockSums;

    private Span<float> Of(ref float[] buffer, int length)
    {
        if (buffer.Length < length) buffer = new float[length];
        var blocks = (length + RowMath.Block - 1) / RowMath.Block;
        if (_blockSums.Length < blocks) _blockSums = new double[blocks];
        return buffer.AsSpan(0, length);
    }
}
