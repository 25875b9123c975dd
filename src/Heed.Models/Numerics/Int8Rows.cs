using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Heed.Models.Numerics;

/// <summary>Rows of whole numbers of −127 … 127, each with a factor, in memory that somebody else owns.</summary>
internal readonly unsafe struct Int8Rows(sbyte* numbers, float* scales)
{
    private const int Largest = 127;

    /// <summary>Rounds a row: its largest number becomes 127.</summary>
    public void Set(int row, ReadOnlySpan<float> values)
    {
        var largest = 0f;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        scales[row] = largest / Largest;
        var target = numbers + (long)row * values.Length;
        for (var i = 0; i < values.Length; i++) target[i] = largest > 0 ? (sbyte)MathF.Round(values[i] / scales[row]) : (sbyte)0;
    }

    /// <summary>number · factor, of some rows.</summary>
    /// <param name="width">Numbers a row.</param>
    public void Widen(int first, int rows, int width, float* target)
    {
        var (source, factors) = ((nint)(numbers + (long)first * width), (nint)(scales + first));
        ThreadTeam.For(rows, 16, (_, low, high) =>
        {
            for (var r = low; r < high; r++) WidenRow((sbyte*)source + r * width, ((float*)factors)[r], target + r * width, width);
        });
    }

    /// <summary>As a matrix (rows, width).</summary>
    public PanelSource Rows(int width) => PanelSource.OfInt8(numbers, scales, width);

    /// <summary>As a matrix (width, rows).</summary>
    public PanelSource Transposed(int width) => PanelSource.OfInt8Transposed(numbers, scales, width);

    /// <summary>number · factor, of one row.</summary>
    public static void WidenRow(sbyte* row, float factor, float* target, int width)
    {
        var i = 0;
        var factors = Vector256.Create(factor);
        for (; i + 8 <= width; i += 8) (Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(row + i)) * factors).Store(target + i);
        for (; i < width; i++) target[i] = row[i] * factor;
    }
}
