namespace Heed.Models.Generation.Kernels;

/// <summary>One head of one row.</summary>
/// <param name="vector">(D), rotated, multiplied by the attention's scale.</param>
/// <param name="output">(D), written.</param>
/// <param name="first">The first position it sees.</param>
/// <param name="positions">How many positions there are, its own included.</param>
internal readonly unsafe struct Query(float* vector, float* output, int first, int positions)
{
    public float* Vector { get; } = vector;
    public float* Output { get; } = output;
    public int First { get; } = first;
    public int Positions { get; } = positions;
}
