namespace Heed.Models.Architecture;

/// <summary>A linear map over the flat buffer: (outputs, inputs) row-major at <paramref name="Weight"/>, biases at <paramref name="Bias"/>.
/// Several parameters that lie one after another (query, key, value) make one map.</summary>
public sealed record LinearMap(long Weight, int Outputs, int Inputs, long? Bias)
{
    /// <summary>Low-rank changes of some of the outputs.</summary>
    public IReadOnlyList<LowRank> Changes { get; init; } = [];
}

/// <summary>W + scale·B·A for some rows of a map (Hu et al. 2021, arXiv 2106.09685, eq. 3).</summary>
/// <param name="First">The first of the rows.</param>
/// <param name="Outputs">How many.</param>
/// <param name="Down">A, (rank, inputs); of an embedding (tokens, rank).</param>
/// <param name="Up">B, (outputs, rank).</param>
/// <param name="Magnitude">(outputs): each row becomes as long as this says (Liu et al. 2024, arXiv 2402.09353, eq. 5); null: it keeps its length.</param>
public sealed record LowRank(int First, int Outputs, int Rank, long Down, long Up, float Scale, long? Magnitude)
{
    /// <summary>(outputs): W·x + scale·(B·A·x + bias); null: B has no bias.</summary>
    public long? UpBias { get; init; }
}
