namespace Heed.Models.Training;

/// <summary>What a step's backward pass needs: its input, inner results, and the norm's statistics (1/sd, then means).</summary>
internal readonly unsafe struct Saved(float* input, float* first, float* second, float* statistics, float* third = null)
{
    public float* Input { get; } = input;
    public float* First { get; } = first;
    public float* Second { get; } = second;
    public float* Statistics { get; } = statistics;

    /// <summary>Queries and keys before their norms, and the norms' statistics.</summary>
    public float* Third { get; } = third;
}
