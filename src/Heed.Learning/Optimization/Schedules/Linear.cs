using Heed.Runs;

namespace Heed.Learning.Optimization.Schedules;

/// <summary>A straight line from the peak to a floor at the end.</summary>
public sealed record Linear : Schedule
{
    /// <summary>The rate at the end, as a share of the peak.</summary>
    public double Floor { get; init; }

    /// <inheritdoc/>
    protected override double Shape(long step, long total) => Floor + (1 - Floor) * Math.Max(0, 1 - Progress(step, total));

    /// <inheritdoc/>
    protected override IEnumerable<Problem> ShapeProblems() => Rule.Within(Floor, 0, 1);
}
