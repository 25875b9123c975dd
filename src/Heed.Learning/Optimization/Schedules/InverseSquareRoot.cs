using Heed.Runs;

namespace Heed.Learning.Optimization.Schedules;

/// <summary>√(timescale / (step + timescale − W)): no end need be known (Vaswani et al. 2017, arXiv 1706.03762, eq. 3; Zhai et al. 2022, arXiv 2106.04560).</summary>
public sealed record InverseSquareRoot : Schedule
{
    /// <summary>Steps after which the rate has fallen by √2; null takes the warm-up, or 10,000 without one.</summary>
    public double? Timescale { get; init; }

    /// <inheritdoc/>
    protected override double Shape(long step, long total)
    {
        var timescale = Timescale ?? (WarmUpSteps > 0 ? WarmUpSteps : 10_000);
        return 1 / Math.Sqrt((step + timescale - WarmUpSteps) / timescale);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Problem> ShapeProblems() => Rule.Positive(Timescale);
}
