namespace Heed.Evaluation.Plots;

/// <summary>A named bar from 0, with an interval where it has one, and the figure written at its end.</summary>
public sealed record Bar(string Label, string Value, double Length, Ink Ink, double? Low = null, double? High = null);

/// <summary>Bars lying one below the other.</summary>
public sealed record BarChart(string Description, Axis Axis, IReadOnlyList<Bar> Bars)
{
    private const double Thickness = 14;

    /// <inheritdoc cref="IntervalPlot.Rules"/>
    public IReadOnlyList<PlotRule> Rules { get; init; } = [];

    public Markup Draw()
    {
        var values = Bars.SelectMany(b => new[] { 0, b.Length, b.Low ?? 0, b.High ?? 0 }).Concat(Rules.Select(r => r.At));
        var frame = new RowFrame(Axis, values, [], [.. Bars.Select(b => (b.Label, b.Value))]);
        return frame.Draw(Description, [.. Bars.Select((b, i) => Draw(frame, b, i))], Rules);
    }

    private static Markup Draw(RowFrame frame, Bar bar, int row)
    {
        var y = frame.Line(row);
        var (from, to) = (frame.Scale.At(Math.Min(0, bar.Length)), frame.Scale.At(Math.Max(0, bar.Length)));
        var whisker = bar is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high)
            ? Markup.Of($"<path class=\"whisker over\" d=\"M{frame.Scale.At(low)} {y}H{frame.Scale.At(high)}M{frame.Scale.At(low)} {y - 4}v8M{frame.Scale.At(high)} {y - 4}v8\"/>")
            : Markup.Empty;
        if (!double.IsFinite(bar.Length)) return Markup.Empty;
        return Markup.Of($"<rect class=\"bar {bar.Ink.Name()}\" x=\"{from}\" y=\"{y - Thickness / 2}\" width=\"{Math.Max(1, to - from)}\" height=\"{Thickness}\" rx=\"2\"><title>{bar.Label}: {bar.Value}</title></rect>{whisker}");
    }
}
