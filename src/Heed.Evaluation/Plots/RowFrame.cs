namespace Heed.Evaluation.Plots;

/// <summary>
/// The frame of a plot with one value axis and named rows. Short names stand beside their marks; longer ones stand above them, so that
/// they fit a phone.
/// </summary>
internal sealed class RowFrame
{
    private const double Width = 440, Side = 16, Bottom = 46, WidestBeside = 150;
    private readonly Axis _axis;
    private readonly LegendLayout _legend;
    private readonly IReadOnlyList<(string label, string value)> _rows;
    private readonly bool _beside;
    private readonly double _start, _end;

    public RowFrame(Axis axis, IEnumerable<double> values, IEnumerable<LegendEntry> legend, IReadOnlyList<(string label, string value)> rows)
    {
        (_axis, _rows) = (axis, rows);
        _legend = new LegendLayout(legend, 4, Width - 4);
        var widest = rows.Select(r => LegendLayout.TextWidth(r.label)).DefaultIfEmpty().Max();
        _beside = widest <= WidestBeside;
        (_start, _end) = _beside ? (widest + 20, Width - 18 - rows.Select(r => LegendLayout.TextWidth(r.value)).DefaultIfEmpty().Max()) : (Side, Width - Side);
        Scale = ScreenScale.Of(axis, values, _start, _end, _beside ? 4 : 5);
    }

    public ScreenScale Scale { get; }

    private double RowHeight => _beside ? 26 : 42;

    private double Top => _legend.Height + 4;

    private double Floor => Top + _rows.Count * RowHeight + 4;

    /// <summary>Where a row's marks stand.</summary>
    public double Line(int row) => Top + row * RowHeight + (_beside ? 14 : 29);

    /// <summary>The whole drawing: rows of a name at the left, a value at the right and marks.</summary>
    public Markup Draw(string description, IReadOnlyList<Markup> marks, IReadOnlyList<PlotRule> rules) => Markup.Of($"""
        <svg class="plot" viewBox="0 0 {Width} {Floor + Bottom}" role="img" xmlns="http://www.w3.org/2000/svg">
        <title>{description}</title>
        {_legend.Draw(0)}
        {Markup.Lines(Scale.Ticks.Select(Tick))}
        {Markup.Lines(rules.Select(Rule))}
        {Markup.Lines(marks.Select((m, i) => Row(m, i)))}
        <text class="axis" x="{(_start + _end) / 2}" y="{Floor + 40}" text-anchor="middle">{_axis.Title}</text>
        </svg>
        """);

    private Markup Row(Markup marks, int row)
    {
        var y = _beside ? Line(row) : Line(row) - 17;
        return Markup.Of($"""
            <text class="label" x="4" y="{y}" dominant-baseline="central">{_rows[row].label}</text>
            <text class="value" x="{Width - 4}" y="{y}" text-anchor="end" dominant-baseline="central">{_rows[row].value}</text>
            {marks}
            """);
    }

    private Markup Tick(ScaleTick tick)
    {
        var (at, half) = (Scale.At(tick.Value), LegendLayout.TextWidth(tick.Label) / 2);
        var centre = Math.Clamp(at, half, Width - half);
        return Markup.Of($"<path class=\"grid\" d=\"M{at} {Top}V{Floor}\"/><text class=\"tick\" x=\"{centre}\" y=\"{Floor + 20}\" text-anchor=\"middle\">{tick.Label}</text>");
    }

    private Markup Rule(PlotRule rule) =>
        Markup.Of($"<path class=\"rule {rule.Ink.Name()}\" d=\"M{Scale.At(rule.At)} {Top}V{Floor}\"><title>{rule.Label}</title></path>");
}
