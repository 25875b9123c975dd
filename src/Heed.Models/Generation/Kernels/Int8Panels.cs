namespace Heed.Models.Generation.Kernels;

/// <summary>For each input its weights to four vectors of outputs, as signed bytes.</summary>
internal sealed unsafe class Int8Panels(int width) : PanelFormat
{
    public override int Width => Strips * 2 * width;
    public override bool Scaled => true;

    public override nint Size(int depth) => (nint)depth * Width;

    public override void Pack(float* weights, int outputs, int depth, byte* panel, float* scales, float* row)
    {
        for (var n = 0; n < outputs; n++)
        {
            scales[n] = WholeNumbers.Round(weights + (nint)n * depth, depth, row);
            var target = (sbyte*)panel + n;
            for (var k = 0; k < depth; k++) target[(nint)k * Width] = (sbyte)row[k];
        }
    }
}
