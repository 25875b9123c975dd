namespace Heed.Models.Generation.Kernels;

/// <summary>For each input its weights to four vectors of outputs.</summary>
internal sealed unsafe class Float32Panels(int width) : PanelFormat
{
    private const int Tile = 16;

    public override int Width => Strips * 2 * width;
    public override bool Scaled => false;

    public override nint Size(int depth) => (nint)depth * Width * sizeof(float);

    /// <summary>In tiles this deep: what is read and what is written both stay in the first cache.</summary>
    public override void Pack(float* weights, int outputs, int depth, byte* panel, float* scales, float* row)
    {
        for (var k = 0; k < depth; k += Tile)
        {
            var deep = Math.Min(Tile, depth - k);
            for (var n = 0; n < outputs; n++)
            {
                float* source = weights + (nint)n * depth + k, target = (float*)panel + (nint)k * Width + n;
                for (var i = 0; i < deep; i++) target[i * Width] = source[i];
            }
        }
    }
}
