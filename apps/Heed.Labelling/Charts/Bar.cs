namespace Heed.Labelling.Charts;

/// <summary>A named bar with the figure at its end.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Length">From 0.</param>
/// <param name="Value">The figure as it is read.</param>
/// <param name="Low">Lower end of the interval; null without one.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Link">The answers under it.</param>
/// <param name="Bad">Whether it asks for attention.</param>
public sealed record Bar(string Label, double Length, string Value, double? Low = null, double? High = null, string? Link = null, bool Bad = false);
