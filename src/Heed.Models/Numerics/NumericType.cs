namespace Heed.Models.Numerics;

/// <summary>What matrices are multiplied in. Weights, gradients, norms, softmax and sums stay float32 either way.</summary>
public enum NumericType
{
    Float32,
    BFloat16,
}

/// <summary>What a recipe says of it.</summary>
public enum NumericChoice
{
    /// <summary>Whatever trains this shape of model faster on this machine, measured.</summary>
    Auto,
    Float32,
    Bfloat16,
}

/// <summary>Which instructions Heed's own kernels use. Each gives its own rounding, so a run keeps to one.</summary>
public enum KernelChoice
{
    /// <summary>The widest that the processor has.</summary>
    Auto,
    Avx512,
    Avx2,
}
