using System.Runtime.InteropServices;

namespace Heed.Models.Checkpoints;

/// <summary>A matrix in whole numbers of −127 … 127 and a factor a row, its largest number over 127 (Dettmers et al. 2022, arXiv 2208.07339, eq. 3).</summary>
internal sealed class RoundedMatrix
{
    private readonly sbyte[] _numbers;
    private readonly float[] _scales;

    private RoundedMatrix(sbyte[] numbers, float[] scales) => (_numbers, _scales) = (numbers, scales);

    public ReadOnlySpan<float> Scales => _scales;

    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<sbyte>(_numbers);

    public static RoundedMatrix Of(ReadOnlySpan<float> matrix, int rows)
    {
        var width = matrix.Length / rows;
        var (numbers, scales) = (new sbyte[matrix.Length], new float[rows]);
        for (var r = 0; r < rows; r++)
        {
            var row = matrix.Slice(r * width, width);
            var largest = 0f;
            foreach (var w in row) largest = Math.Max(largest, Math.Abs(w));
            scales[r] = largest / 127;
            for (var i = 0; i < width && largest > 0; i++) numbers[r * width + i] = (sbyte)MathF.Round(row[i] / scales[r]);
        }
        return new RoundedMatrix(numbers, scales);
    }

    /// <summary>numbers · scale, row by row.</summary>
    public static void Widen(ReadOnlySpan<byte> numbers, ReadOnlySpan<float> scales, Span<float> matrix)
    {
        var width = matrix.Length / scales.Length;
        for (var i = 0; i < matrix.Length; i++) matrix[i] = (sbyte)numbers[i] * scales[i / width];
    }

    public void Widen(Span<float> matrix) => Widen(Bytes, _scales, matrix);
}
