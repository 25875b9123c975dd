using System.Text.Json.Serialization;
using Heed.Runs;

namespace Heed.Learning.Optimization.Schedules;

/// <summary>How the learning rate moves over a run, as a share of its peak: a warm-up, then a shape.</summary>
[JsonDerivedType(typeof(Constant), "constant")]
[JsonDerivedType(typeof(Linear), "linear")]
[JsonDerivedType(typeof(CosineDecay), "cosine")]
[JsonDerivedType(typeof(EagerCosine), "eager_cosine")]
[JsonDerivedType(typeof(CosineRestarts), "cosine_restarts")]
[JsonDerivedType(typeof(Polynomial), "polynomial")]
[JsonDerivedType(typeof(InverseSquareRoot), "inverse_square_root")]
[JsonDerivedType(typeof(WarmUpStableDecay), "warm_up_stable_decay")]
public abstract record Schedule : IRecipe
{
    /// <summary>W, steps before the peak is reached, ≥ 0.</summary>
    public long WarmUpSteps { get; init; }

    /// <summary>The share at step 0 of a warm-up, in [0, 1].</summary>
    public double WarmUpFrom { get; init; }

    /// <summary>The share of the peak used at a step.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="total">Steps of the run; a schedule may be asked beyond it.</param>
    public double Share(long step, long total) => step < WarmUpSteps ? WarmUpFrom + (1 - WarmUpFrom) * Rise((double)step / WarmUpSteps) : Shape(step, total);

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => [.. Rule.NotNegative(WarmUpSteps), .. Rule.Within(WarmUpFrom, 0, 1), .. ShapeProblems()];

    /// <summary>Violations of the shape's own keys.</summary>
    protected virtual IEnumerable<Problem> ShapeProblems() => [];

    /// <summary>The share at or after the warm-up.</summary>
    protected abstract double Shape(long step, long total);

    /// <summary>The course of the warm-up, from 0 to 1.</summary>
    protected virtual double Rise(double progress) => progress;

    /// <summary>How far a step is between the warm-up and the end; above 1 beyond it.</summary>
    protected double Progress(long step, long total) => (double)(step - WarmUpSteps) / Math.Max(1, total - WarmUpSteps);

    /// <summary>Half a cosine from 1 to 0, repeated.</summary>
    protected static double Cosine(double progress, double cycles = 0.5) => 0.5 * (1 + Math.Cos(2 * Math.PI * cycles * progress));
}
