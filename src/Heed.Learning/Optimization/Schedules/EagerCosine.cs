using Heed.Runs;

namespace Heed.Learning.Optimization.Schedules;

/// <summary>A cosine that is one step ahead: the warm-up reaches the peak at its last step, and the fall begins right after.</summary>
public sealed record EagerCosine : Schedule
{
    /// <summary>The rate at the end, as a share of the peak.</summary>
    public double Floor { get; init; }

    /// <inheritdoc/>
    protected override double Rise(double progress) => progress * WarmUpSteps / Math.Max(1, WarmUpSteps - 1);

    /// <inheritdoc/>
    protected override double Shape(long step, long total) => Floor + (1 - Floor) * Cosine(Progress(step + 1, total));

    /// <inheritdoc/>
    protected override IEnumerable<Problem> ShapeProblems() => Rule.Within(Floor, 0, 1);
}
