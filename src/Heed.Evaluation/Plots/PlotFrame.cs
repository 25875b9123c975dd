namespace Heed.Evaluation.Plots;

/// <summary>The frame of a plot with two axes: legend, titles, grid and ticks around the area where the data go.</summary>
internal sealed class PlotFrame
{
    public const double Width = 440;
    private const double TopTitle = 24, Bottom = 46, Right = 14;
    private readonly Axis _x, _y;
    private readonly LegendLayout _legend;
    private readonly double _left, _top, _bottom;

    public PlotFrame(Axis x, Axis y, IEnumerable<double> xs, IEnumerable<double> ys, IEnumerable<LegendEntry> legend, double plotHeight)
    {
        (_x, _y) = (x, y);
        _legend = new LegendLayout(legend, 4, Width - 4);
        _top = _legend.Height + TopTitle;
        _bottom = _top + plotHeight;
        Height = _bottom + Bottom;
        Y = ScreenScale.Of(y, ys, _bottom, _top, 4);
        _left = Math.Max(30, 12 + Y.Ticks.Max(t => LegendLayout.TextWidth(y.Write(t))));
        X = ScreenScale.Of(x, xs, _left, Width - Right, 5);
    }

    public ScreenScale X { get; }

    public ScreenScale Y { get; }

    public double Height { get; }

    public double Left => _left;

    public double Top => _top;

    public double Floor => _bottom;

    public double RightEdge => Width - Right;

    /// <summary>The whole drawing with the data's marks inside.</summary>
    public Markup Draw(string description, Markup marks) => Markup.Of($"""
        <svg class="plot" viewBox="0 0 {Width} {Height}" role="img" xmlns="http://www.w3.org/2000/svg">
        <title>{description}</title>
        {_legend.Draw(0)}
        <text class="axis" x="4" y="{_legend.Height + 14}">{_y.Title}</text>
        {Markup.Lines(Y.Ticks.Select(YTick))}
        {Markup.Lines(XTicks().Select(XTick))}
        <path class="base" d="M{_left} {_bottom}H{RightEdge}"/>
        <text class="axis" x="{(_left + RightEdge) / 2}" y="{_bottom + 40}" text-anchor="middle">{_x.Title}</text>
        {marks}
        </svg>
        """);

    private Markup YTick(double value) => Markup.Of(
        $"<path class=\"grid\" d=\"M{_left} {Y.At(value)}H{RightEdge}\"/><text class=\"tick\" x=\"{_left - 6}\" y=\"{Y.At(value)}\" text-anchor=\"end\" dominant-baseline=\"central\">{_y.Write(value)}</text>");

    /// <summary>The ticks inside the area, thinned where their labels would touch.</summary>
    private IEnumerable<double> XTicks()
    {
        var past = double.NegativeInfinity;
        foreach (var tick in X.Ticks.Where(t => X.At(t) >= _left - 0.5 && X.At(t) <= RightEdge + 0.5))
        {
            var half = LegendLayout.TextWidth(_x.Write(tick)) / 2;
            if (X.At(tick) - half < past + 8) continue;
            past = X.At(tick) + half;
            yield return tick;
        }
    }

    private Markup XTick(double value)
    {
        var (at, half) = (X.At(value), LegendLayout.TextWidth(_x.Write(value)) / 2);
        var centre = Math.Min(at, Width - half);
        return Markup.Of($"<path class=\"grid\" d=\"M{at} {_top}V{_bottom + 4}\"/><text class=\"tick\" x=\"{centre}\" y=\"{_bottom + 20}\" text-anchor=\"middle\">{_x.Write(value)}</text>");
    }
}
