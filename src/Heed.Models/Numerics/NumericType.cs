namespace Heed.Models.Numerics;

/// <summary>What matrices are multiplied in. Weights, gradients, norms, softmax and sums stay float32 either way.</summary>
public enum NumericType
{
    Float32,
    BFloat16,
}
