using Heed.Evaluation.Statistics;

namespace Heed.Evaluation.Plots;

/// <summary>One value in a row, with its interval where it has one.</summary>
public readonly record struct IntervalMark(string Name, Ink Ink, double Value, double? Low = null, double? High = null)
{
    public static IntervalMark Of(string name, Ink ink, Measurement m) => new(name, ink, m.Value, m.Low, m.High);
}

/// <summary>A named row of marks and the figure written at its end.</summary>
public sealed record IntervalRow(string Label, string Value, IReadOnlyList<IntervalMark> Marks);

/// <summary>
/// Rows of values with whiskers on one axis. Several marks in a row are joined by a line (a dumbbell): before and after, one model and
/// another.
/// </summary>
public sealed record IntervalPlot(string Description, Axis Axis, IReadOnlyList<IntervalRow> Rows)
{
    /// <summary>Upright lines, such as chance; their labels are tooltips, so name them in the caption.</summary>
    public IReadOnlyList<PlotRule> Rules { get; init; } = [];

    public Markup Draw()
    {
        var marks = Rows.SelectMany(r => r.Marks).ToArray();
        var values = marks.SelectMany(m => new[] { m.Value, m.Low ?? m.Value, m.High ?? m.Value }).Concat(Rules.Select(r => r.At));
        var names = marks.Select(m => (m.Name, m.Ink)).Distinct().ToArray();
        var legend = names.Select(n => n.Name).Distinct().Count() < 2 ? [] : names.Select(n => new LegendEntry(n.Name, n.Ink, false, true));
        var frame = new RowFrame(Axis, values, legend, [.. Rows.Select(r => (r.Label, r.Value))]);
        return frame.Draw(Description, [.. Rows.Select((r, i) => RowMarks(frame, r, i))], Rules);
    }

    private Markup RowMarks(RowFrame frame, IntervalRow row, int at)
    {
        var y = frame.Line(at);
        var drawn = row.Marks.Where(m => double.IsFinite(m.Value)).ToArray();
        var joint = drawn.Length < 2 ? Markup.Empty
            : Markup.Of($"<path class=\"joint\" d=\"M{frame.Scale.At(drawn.Min(m => m.Value))} {y}H{frame.Scale.At(drawn.Max(m => m.Value))}\"/>");
        return Markup.Of($"{joint}{drawn.Select(m => Whisker(frame, m, y))}{drawn.Select(m => Dot(frame, row, m, y))}");
    }

    private static Markup Whisker(RowFrame frame, IntervalMark mark, double y) =>
        mark is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high)
            ? Markup.Of($"<path class=\"whisker {mark.Ink.Name()}\" d=\"M{frame.Scale.At(low)} {y}H{frame.Scale.At(high)}M{frame.Scale.At(low)} {y - 4}v8M{frame.Scale.At(high)} {y - 4}v8\"/>")
            : Markup.Empty;

    private Markup Dot(RowFrame frame, IntervalRow row, IntervalMark mark, double y)
    {
        var interval = mark is { Low: { } low, High: { } high } ? $" ({Axis.Write(low)} to {Axis.Write(high)})" : "";
        var tip = $"{row.Label}, {mark.Name}: {Axis.Write(mark.Value)}{interval}";
        return Markup.Of($"<circle class=\"dot {mark.Ink.Name()}\" cx=\"{frame.Scale.At(mark.Value)}\" cy=\"{y}\" r=\"5\"><title>{tip}</title></circle>");
    }
}
