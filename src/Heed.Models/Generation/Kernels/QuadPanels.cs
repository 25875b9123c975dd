namespace Heed.Models.Generation.Kernels;

/// <summary>
/// For each four inputs their weights to 32 outputs, the four of an output side by side: what one instruction multiplies and sums. Inputs
/// are filled up with zeros to a multiple of four. After the weights the sum of each output's whole numbers, by which products of
/// shifted activations are set right.
/// </summary>
internal sealed unsafe class QuadPanels : PanelFormat
{
    public const int Outputs = 32;

    public override int Width => Outputs;
    public override bool Scaled => true;

    public override nint Size(int depth) => Quads(depth) * Outputs * 4 + Outputs * sizeof(int);

    public static nint Quads(int depth) => (depth + 3) / 4;

    public static int* Sums(byte* panel, int depth) => (int*)(panel + Quads(depth) * Outputs * 4);

    public override void Pack(float* weights, int outputs, int depth, byte* panel, float* scales, float* row)
    {
        var sums = Sums(panel, depth);
        for (var n = 0; n < outputs; n++)
        {
            scales[n] = WholeNumbers.Round(weights + (nint)n * depth, depth, row);
            for (var k = depth; k < 4 * Quads(depth); k++) row[k] = 0;
            var target = (uint*)panel + n;
            var sum = 0;
            for (var k = 0; k < depth; k += 4, target += Outputs)
            {
                int a = (int)row[k], b = (int)row[k + 1], c = (int)row[k + 2], d = (int)row[k + 3];
                *target = (byte)a | (uint)(byte)b << 8 | (uint)(byte)c << 16 | (uint)(byte)d << 24;
                sum += a + b + c + d;
            }
            sums[n] = sum;
        }
    }
}
