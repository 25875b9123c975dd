namespace Heed.Models.Numerics.Machine;

/// <summary>What a machine can do, measured with the threads named.</summary>
public sealed record MachineFigures
{
    /// <summary>The processor, as it calls itself.</summary>
    public required string Processor { get; init; }

    /// <summary>Threads that the measurements used.</summary>
    public required int Threads { get; init; }

    /// <summary>Instruction sets that Heed uses or that matter to libtorch.</summary>
    public required IReadOnlyList<string> InstructionSets { get; init; }

    /// <summary>Memory that the process may use, in bytes: the machine's, or the limit of its control group.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Heed's own float32 matrix product, GFLOP/s.</summary>
    public required double Float32 { get; init; }

    /// <summary>libtorch's float32 matrix product, GFLOP/s.</summary>
    public required double Float32OfLibtorch { get; init; }

    /// <summary>libtorch's bfloat16 matrix product, GFLOP/s.</summary>
    public required double BFloat16OfLibtorch { get; init; }

    /// <summary>Reading from memory, GB/s.</summary>
    public required double ReadRate { get; init; }

    /// <summary>Where each native library that is loaded was found.</summary>
    public required IReadOnlyList<string> NativeLibraries { get; init; }

    /// <summary>Floats in a register of the kernels: 16 or 8.</summary>
    public required int VectorWidth { get; init; }

    /// <summary>Shapes of models that were tried in both types.</summary>
    public IReadOnlyList<ShapeTrial> Shapes { get; init; } = [];

    /// <summary>What Heed multiplies large matrices in on this machine; a recipe's auto tries the model's own shape.</summary>
    public NumericType Choice => BFloat16OfLibtorch >= WorthIt * Float32 ? NumericType.BFloat16 : NumericType.Float32;

    /// <summary>The choice in a sentence.</summary>
    public string Reason => Choice == NumericType.BFloat16
        ? $"bfloat16: its product runs at {BFloat16OfLibtorch:F0} GFLOP/s, {BFloat16OfLibtorch / Float32:F1} times float32's {Float32:F0}"
        : $"float32: bfloat16's product runs at {BFloat16OfLibtorch:F1} GFLOP/s beside float32's {Float32:F0}; it would have to be {WorthIt:F1} times as fast to pay for its conversions";

    /// <summary>How much faster the product must be before conversions and rounding are worth it.</summary>
    private const double WorthIt = 1.3;
}

/// <summary>Tokens a second that one layer and the head of a model are trained at in each type, and the one that auto takes.</summary>
public sealed record ShapeTrial(string Shape, double Float32, double BFloat16, NumericType Choice);
