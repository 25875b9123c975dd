using Heed.Runs;

namespace Heed.Learning.Optimization.Schedules;

/// <summary>Half a cosine from the peak to a floor (Loshchilov and Hutter 2017, arXiv 1608.03983, eq. 5 without restarts).</summary>
public sealed record CosineDecay : Schedule
{
    /// <summary>The rate at the end, as a share of the peak.</summary>
    public double Floor { get; init; }

    /// <summary>Waves up to the end; 0.5 falls once.</summary>
    public double Cycles { get; init; } = 0.5;

    /// <inheritdoc/>
    protected override double Shape(long step, long total) => Floor + (1 - Floor) * Cosine(Progress(step, total), Cycles);

    /// <inheritdoc/>
    protected override IEnumerable<Problem> ShapeProblems() => [.. Rule.Within(Floor, 0, 1), .. Rule.Positive(Cycles)];
}
