namespace Heed.Learning.Optimization.Schedules;

/// <summary>The peak for ever.</summary>
public sealed record Constant : Schedule
{
    /// <inheritdoc/>
    protected override double Shape(long step, long total) => 1;
}
