using Heed.Runs;

namespace Heed.Learning.Optimization.Schedules;

/// <summary>Cosines from the peak to 0, one after the other; 0 beyond the end (Loshchilov and Hutter 2017, arXiv 1608.03983, eq. 5).</summary>
public sealed record CosineRestarts : Schedule
{
    /// <summary>Falls up to the end.</summary>
    public int Cycles { get; init; } = 1;

    /// <inheritdoc/>
    protected override double Shape(long step, long total) =>
        Progress(step, total) is var p && p >= 1 ? 0 : Cosine(Cycles * p % 1);

    /// <inheritdoc/>
    protected override IEnumerable<Problem> ShapeProblems() => Rule.Positive(Cycles);
}
