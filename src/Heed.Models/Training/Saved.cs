namespace Heed.Models.Training;

/// <summary>What a step's backward pass needs: its input, two inner results, and the norm's statistics (1/sd, then means).</summary>
internal readonly unsafe struct Saved(float* input, float* first, float* second, float* statistics)
{
    public float* Input { get; } = input;
    public float* First { get; } = first;
    public float* Second { get; } = second;
    public float* Statistics { get; } = statistics;
}
