namespace Heed.StepTimes.Results;

/// <summary>What was measured of one row.</summary>
/// <param name="Goal">What is to be reached on this machine.</param>
public sealed record BenchRow(string Name, double Value, double Goal, string Unit, Better Better, string Machine)
{
    /// <summary>Whether the goal is reached.</summary>
    public bool Reached() => Better == Better.Higher ? Value >= Goal : Value <= Goal;
}
