using Heed.Runs;

namespace Heed.Learning.Optimization.Schedules;

/// <summary>The course of a learning rate after its warm-up.</summary>
public enum ScheduleShape
{
    /// <summary>The peak for ever.</summary>
    Constant,
    /// <summary>A straight line to the floor.</summary>
    Linear,
    /// <summary>Half a cosine to the floor.</summary>
    Cosine,
    /// <summary>The peak, then a short cosine to the floor.</summary>
    WarmUpStableDecay,
    /// <summary>With the square root of the steps.</summary>
    InverseSquareRoot
}

/// <summary>How the learning rate moves over a run.</summary>
public sealed record ScheduleRecipe : IRecipe
{
    /// <summary>The course after the warm-up.</summary>
    public ScheduleShape Shape { get; init; } = ScheduleShape.Cosine;

    /// <summary>Steps up to the peak, ≥ 0.</summary>
    public long WarmUpSteps { get; init; }

    /// <summary>The rate at step 0 of the warm-up, as a share of the peak, in [0, 1].</summary>
    public double WarmUpFrom { get; init; }

    /// <summary>The rate at the end, as a share of the peak, in [0, 1].</summary>
    public double Floor { get; init; } = 0.1;

    /// <summary>Steps of the fall, for the shape with a stable part; ≥ 0.</summary>
    public long DecaySteps { get; init; }

    /// <summary>The schedule with this peak.</summary>
    public Schedule With(double peak)
    {
        Schedule schedule = Shape switch
        {
            ScheduleShape.Linear => new Linear { Floor = Floor },
            ScheduleShape.Cosine => new CosineDecay { Floor = Floor },
            ScheduleShape.WarmUpStableDecay => new WarmUpStableDecay { Floor = Floor, DecaySteps = DecaySteps },
            ScheduleShape.InverseSquareRoot => new InverseSquareRoot(),
            _ => new Constant()
        };
        return schedule with { Peak = peak, WarmUp = WarmUpSteps, WarmUpFrom = WarmUpFrom };
    }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.NotNegative(WarmUpSteps),
        .. Rule.Within(WarmUpFrom, 0, 1),
        .. Rule.Within(Floor, 0, 1),
        .. Rule.NotNegative(DecaySteps),
    ];
}
