using System.Numerics;

namespace Heed.Models.Generation.Kernels;

/// <summary>
/// For each input and strip one vector of 32-bit lanes: lane i holds the weight to output i of the strip below the weight to output i + width, so
/// that a shift and a mask make two vectors of it.
/// </summary>
internal sealed unsafe class BFloat16Panels(int width) : PanelFormat
{
    private const int Tile = 16;

    public override int Width => Strips * 2 * width;
    public override bool Scaled => false;

    public override nint Size(int depth) => (nint)depth * Strips * width * sizeof(uint);

    public override void Pack(float* weights, int outputs, int depth, byte* panel, float* scales, float* row)
    {
        var zeros = new Span<float>(row, depth);
        zeros.Clear();
        for (var k = 0; k < depth; k += Tile)
        {
            var deep = Math.Min(Tile, depth - k);
            for (var lane = 0; lane < Strips * width; lane++)
            {
                var output = lane / width * 2 * width + lane % width;
                Join(Of(output), Of(output + width), deep, (uint*)panel + (nint)k * Strips * width + lane);
            }

            float* Of(int output) => output < outputs ? weights + (nint)output * depth + k : row;
        }
    }

    private void Join(float* lower, float* upper, int count, uint* target)
    {
        var lanes = stackalloc uint[Tile];
        if (count == Tile)
            for (var i = 0; i < Tile; i += Vector<uint>.Count)
                (Vector.ShiftRightLogical(Rounded(lower + i), 16) | (Rounded(upper + i) & new Vector<uint>(0xFFFF0000))).Store(lanes + i);
        else
            for (var i = 0; i < count; i++) lanes[i] = Rounded(lower[i]) >> 16 | Rounded(upper[i]) & 0xFFFF0000;
        for (var i = 0; i < count; i++) target[(nint)i * Strips * width] = lanes[i];
    }

    /// <summary>To the nearest in the upper 16 bits, ties to even.</summary>
    private static Vector<uint> Rounded(float* p)
    {
        var bits = Vector.Load((uint*)p);
        return bits + new Vector<uint>(0x7FFF) + (Vector.ShiftRightLogical(bits, 16) & Vector<uint>.One);
    }

    private static uint Rounded(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return bits + 0x7FFF + ((bits >> 16) & 1);
    }
}
