using Heed.Runs;

namespace Heed.Learning.Optimization.Schedules;

/// <summary>floor + (1 − floor)·(1 − progress)^power, the floor beyond the end.</summary>
public sealed record Polynomial : Schedule
{
    /// <summary>The rate at the end, as a share of the peak.</summary>
    public double Floor { get; init; }

    /// <summary>1 is a straight line.</summary>
    public double Power { get; init; } = 1;

    /// <inheritdoc/>
    protected override double Shape(long step, long total) =>
        step > total ? Floor : Floor + (1 - Floor) * Math.Pow(1 - Progress(step, total), Power);

    /// <inheritdoc/>
    protected override IEnumerable<Problem> ShapeProblems() => [.. Rule.Within(Floor, 0, 1), .. Rule.Positive(Power)];
}
