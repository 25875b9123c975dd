namespace Heed.Evaluation.Plots;

/// <summary>How values are spread over an axis.</summary>
public enum AxisScale { Linear, Logarithmic }

/// <summary>An axis: what it measures, in what unit, over what range.</summary>
/// <param name="Label">The quantity.</param>
/// <param name="Unit">Its unit, or null for a number without one.</param>
public sealed record Axis(string Label, string? Unit = null)
{
    public AxisScale Scale { get; init; }

    /// <summary>The range always shown; the data widen it.</summary>
    public double? From { get; init; }

    /// <inheritdoc cref="From"/>
    public double? To { get; init; }

    /// <summary>The values are shares, written as percentages.</summary>
    public bool Percent { get; init; }

    /// <summary>Label and unit, as written beside the axis.</summary>
    public string Title => Unit is null ? Label : $"{Label} ({Unit})";

    /// <summary>A value as tooltips write it.</summary>
    internal string Write(double value) => Percent ? NumberText.Percent(value) : NumberText.Short(value);
}
