namespace Heed.Models.Generation.Kernels;

/// <summary>Where the sums of a tile begin and end.</summary>
/// <param name="target">(rows, outputs), rows <paramref name="stride"/> apart.</param>
/// <param name="scales">Factors of the outputs at the end; null for none.</param>
/// <param name="bias">Constants after them; null for none.</param>
/// <param name="add">Whether what is at the target already is added last.</param>
internal readonly unsafe struct TileSums(float* target, nint stride, float* scales, float* bias, bool add)
{
    /// <summary>(rows, outputs), dense, that sums go on from; null: from zero.</summary>
    public float* Start { get; init; }

    public float* Target { get; } = target;
    public nint Stride { get; } = stride;
    public float* Scales { get; } = scales;
    public float* Bias { get; } = bias;
    public bool Add { get; } = add;

    /// <summary>The end of a product: a panel's own factors and constants.</summary>
    /// <param name="y">(rows, outputs), rows <paramref name="ldy"/> apart.</param>
    public static TileSums Of(PackedMatrix w, int panel, float* y, nint ldy, bool add) => new(y + panel * w.PanelWidth, ldy, w.Scales(panel), w.Bias(panel), add);

    /// <summary>The same for the outputs from one on.</summary>
    public TileSums Right(nint output) => new(Target + output, Stride, Scales == null ? null : Scales + output, Bias == null ? null : Bias + output, Add);

    /// <summary>The same from a row on.</summary>
    public TileSums At(nint row, int width) => new(Target + row * Stride, Stride, Scales, Bias, Add) { Start = Start == null ? null : Start + row * width };
}
