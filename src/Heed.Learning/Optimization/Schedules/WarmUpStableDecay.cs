using Heed.Runs;

namespace Heed.Learning.Optimization.Schedules;

/// <summary>The course of a rise or a fall between 0 and 1.</summary>
public enum Course
{
    /// <summary>x.</summary>
    Linear,
    /// <summary>(1 − cos πx)/2.</summary>
    Cosine,
    /// <summary>A fall as 1 − √x, a rise as 1 − √(1−x) (Hägele et al. 2024, arXiv 2405.18392).</summary>
    OneMinusSquareRoot
}

/// <summary>A warm-up, the peak for most of the run, a short fall to a floor at the end (Hu et al. 2024, arXiv 2404.06395, section 4).</summary>
public sealed record WarmUpStableDecay : Schedule
{
    /// <summary>Steps of the fall.</summary>
    public long DecaySteps { get; init; }

    /// <summary>The rate at the end, as a share of the peak.</summary>
    public double Floor { get; init; }

    /// <summary>The course of the fall.</summary>
    public Course Fall { get; init; } = Course.Cosine;

    /// <summary>The course of the warm-up.</summary>
    public Course RiseCourse { get; init; }

    /// <inheritdoc/>
    protected override double Rise(double progress) => RiseCourse switch
    {
        Course.Cosine => 1 - Cosine(progress),
        Course.OneMinusSquareRoot => 1 - Math.Sqrt(1 - progress),
        _ => progress
    };

    /// <inheritdoc/>
    protected override double Shape(long step, long total)
    {
        var progress = (double)(step - (total - DecaySteps)) / Math.Max(1, DecaySteps);
        if (progress < 0) return 1;
        var left = progress >= 1 ? 0 : Fall switch
        {
            Course.Cosine => Cosine(progress),
            Course.OneMinusSquareRoot => 1 - Math.Sqrt(progress),
            _ => 1 - progress
        };
        return Floor + (1 - Floor) * left;
    }

    /// <inheritdoc/>
    protected override IEnumerable<Problem> ShapeProblems() => [.. Rule.NotNegative(DecaySteps), .. Rule.Within(Floor, 0, 1)];
}
