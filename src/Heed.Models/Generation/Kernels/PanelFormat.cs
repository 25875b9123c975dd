namespace Heed.Models.Generation.Kernels;

/// <summary>
/// How a panel of outputs lies in memory. A row alone reads whole panels, one stream of memory a thread; of many rows the registers hold the
/// sums of one strip of outputs at a time.
/// </summary>
internal abstract unsafe class PanelFormat
{
    /// <param name="width">Floats in a vector.</param>
    public static PanelFormat Of(PackedType type, int width) => type switch
    {
        PackedType.BFloat16 => new BFloat16Panels(width),
        PackedType.Int8 => new Int8Panels(width),
        PackedType.W8A8 => new QuadPanels(),
        _ => new Float32Panels(width),
    };

    /// <summary>Strips side by side in a panel.</summary>
    public const int Strips = 2;

    /// <summary>Outputs in a panel.</summary>
    public abstract int Width { get; }

    /// <summary>Whether each output has a factor.</summary>
    public abstract bool Scaled { get; }

    /// <summary>Bytes of a panel of this many inputs.</summary>
    public abstract nint Size(int depth);

    /// <summary>Brings weights (outputs, depth) into a panel; what lies beyond the last output stays as it is.</summary>
    /// <param name="scales">One factor an output, written where there are any.</param>
    /// <param name="row">Room for the weights of two outputs.</param>
    public abstract void Pack(float* weights, int outputs, int depth, byte* panel, float* scales, float* row);
}
