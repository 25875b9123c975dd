namespace Heed.Learning.Optimization;

/// <summary>One tensor's place in a flat buffer of parameters.</summary>
/// <param name="Name">Its name, as in the checkpoint.</param>
/// <param name="Offset">First element.</param>
/// <param name="Length">Elements.</param>
/// <param name="Decays">Whether weight decay holds (matrices, not norms and biases).</param>
/// <param name="Rows">Rows of the matrix that it is; 1 for a vector.</param>
/// <param name="Hidden">Whether it is a linear map inside the stack, neither embedding nor head.</param>
public sealed record ParameterRange(string Name, long Offset, long Length, bool Decays, int Rows = 1, bool Hidden = false);
