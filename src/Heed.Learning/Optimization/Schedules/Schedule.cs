namespace Heed.Learning.Optimization.Schedules;

/// <summary>The learning rate of each step: a warm-up to the peak, then a shape.</summary>
public abstract record Schedule
{
    /// <summary>The peak.</summary>
    public double Peak { get; init; } = 1e-3;

    /// <summary>W, steps before the peak is reached.</summary>
    public long WarmUp { get; init; }

    /// <summary>The rate at step 0 of a warm-up, as a share of the peak.</summary>
    public double WarmUpFrom { get; init; }

    /// <summary>The rate used at a step.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="total">Steps of the run; a schedule may be asked beyond it.</param>
    public double Rate(long step, long total) => Peak * (step < WarmUp ? WarmUpFrom + (1 - WarmUpFrom) * Rise((double)step / WarmUp) : Shape(step, total));

    /// <summary>The share of the peak at or after the warm-up.</summary>
    protected abstract double Shape(long step, long total);

    /// <summary>The course of the warm-up, from 0 to 1.</summary>
    protected virtual double Rise(double progress) => progress;

    /// <summary>How far a step is between the warm-up and the end; above 1 beyond it.</summary>
    protected double Progress(long step, long total) => (double)(step - WarmUp) / Math.Max(1, total - WarmUp);

    /// <summary>Half a cosine from 1 to 0, repeated.</summary>
    protected static double Cosine(double progress, double cycles = 0.5) => 0.5 * (1 + Math.Cos(2 * Math.PI * cycles * progress));
}
