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
        _left = Math.Max(30, 12 + Y.Ticks.Select(t => LegendLayout.TextWidth(t.Label)).DefaultIfEmpty().Max());
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

    private Markup YTick(ScaleTick tick) => Markup.Of(
        $"<path class=\"grid\" d=\"M{_left} {Y.At(tick.Value)}H{RightEdge}\"/><text class=\"tick\" x=\"{_left - 6}\" y=\"{Y.At(tick.Value)}\" text-anchor=\"end\" dominant-baseline=\"central\">{tick.Label}</text>");

    /// <summary>The ticks inside the area, thinned where their labels would touch.</summary>
    private IEnumerable<ScaleTick> XTicks()
    {
        var past = double.NegativeInfinity;
        foreach (var tick in X.Ticks.Where(t => X.At(t.Value) >= _left - 0.5 && X.At(t.Value) <= RightEdge + 0.5))
        {
            var half = LegendLayout.TextWidth(tick.Label) / 2;
            if (X.At(tick.Value) - half < past + 8) continue;
            past = X.At(tick.Value) + half;
            yield return tick;
        }
    }

    private Markup XTick(ScaleTick tick)
    {
        var (at, half) = (X.At(tick.Value), LegendLayout.TextWidth(tick.Label) / 2);
        var centre = Math.Min(at, Width - half);
        return Markup.Of($"<path class=\"grid\" d=\"M{at} {_top}V{_bottom + 4}\"/><text class=\"tick\" x=\"{centre}\" y=\"{_bottom + 20}\" text-anchor=\"middle\">{tick.Label}</text>");
    }
}
