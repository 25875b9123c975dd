namespace Heed.Evaluation.Plots;

/// <summary>The frame of a plot with one value axis and named rows: the name stands above its marks, so that it fits a phone.</summary>
internal sealed class RowFrame
{
    public const double Width = 440, RowHeight = 42, MarkAt = 29;
    private const double Side = 16, Bottom = 46;
    private readonly Axis _axis;
    private readonly LegendLayout _legend;
    private readonly int _rows;

    public RowFrame(Axis axis, IEnumerable<double> values, IEnumerable<LegendEntry> legend, int rows)
    {
        (_axis, _rows) = (axis, rows);
        _legend = new LegendLayout(legend, 4, Width - 4);
        Scale = ScreenScale.Of(axis, values, Side, Width - Side, 5);
    }

    public ScreenScale Scale { get; }

    private double Floor => _legend.Height + _rows * RowHeight + 6;

    /// <summary>Where a row's marks stand.</summary>
    public double Line(int row) => _legend.Height + row * RowHeight + MarkAt;

    /// <summary>The whole drawing: rows of a name at the left, a value at the right and marks below.</summary>
    public Markup Draw(string description, IReadOnlyList<(string label, string value, Markup marks)> rows, IReadOnlyList<PlotRule> rules) => Markup.Of($"""
        <svg class="plot rows" viewBox="0 0 {Width} {Floor + Bottom}" role="img" xmlns="http://www.w3.org/2000/svg">
        <title>{description}</title>
        {_legend.Draw(0)}
        {Markup.Lines(Scale.Ticks.Select(Tick))}
        {Markup.Lines(rules.Select(Rule))}
        {Markup.Lines(rows.Select((r, i) => Row(r.label, r.value, r.marks, i)))}
        <text class="axis" x="{Width / 2}" y="{Floor + 40}" text-anchor="middle">{_axis.Title}</text>
        </svg>
        """);

    private Markup Row(string label, string value, Markup marks, int row) => Markup.Of($"""
        <text class="label" x="4" y="{Line(row) - 13}">{label}</text>
        <text class="value" x="{Width - 4}" y="{Line(row) - 13}" text-anchor="end">{value}</text>
        {marks}
        """);

    private Markup Tick(double value)
    {
        var (at, half) = (Scale.At(value), LegendLayout.TextWidth(_axis.Write(value)) / 2);
        var centre = Math.Clamp(at, half, Width - half);
        return Markup.Of($"<path class=\"grid\" d=\"M{at} {_legend.Height + 4}V{Floor}\"/><text class=\"tick\" x=\"{centre}\" y=\"{Floor + 20}\" text-anchor=\"middle\">{_axis.Write(value)}</text>");
    }

    private Markup Rule(PlotRule rule) =>
        Markup.Of($"<path class=\"rule {rule.Ink.Name()}\" d=\"M{Scale.At(rule.At)} {_legend.Height + 4}V{Floor}\"><title>{rule.Label}</title></path>");
}
